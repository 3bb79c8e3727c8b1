import type { KubeObject } from "../../store/object.ts";
import type { Resource } from "../resource.ts";
import type { Column, TableContext } from "../tables/table.ts";
import { partialObject } from "./partial-metadata.ts";
import type { BookmarkMeta, ListMeta, Representation } from "./representation.ts";

/** What the rows of a Table carry beside their cells: `?includeObject=`. */
export type IncludeObject = "None" | "Metadata" | "Object";

/** `as=Table`: the columns that `kubectl get` prints. */
export class TableRepresentation implements Representation {
  readonly key: string;
  readonly #context: TableContext;
  readonly #include: IncludeObject;
  readonly #withColumns: boolean;

  constructor(context: TableContext, include: IncludeObject, withColumns = true) {
    this.key = `table ${include} ${withColumns}`;
    this.#context = context;
    this.#include = include;
    this.#withColumns = withColumns;
  }

  object(resource: Resource, object: KubeObject): string {
    return this.#table(resource, [object], { resourceVersion: object.metadata.resourceVersion });
  }

  list(resource: Resource, objects: readonly KubeObject[], metadata: ListMeta): string {
    return this.#table(resource, objects, metadata);
  }

  bookmark(resource: Resource, { resourceVersion }: BookmarkMeta): string {
    return this.#table(resource, [], { resourceVersion });
  }

  /** kubectl keeps the columns of a watch's first event, so the API server sends them only once. */
  get following(): Representation {
    return this.#withColumns ? new TableRepresentation(this.#context, this.#include, false) : this;
  }

  #table({ columns }: Resource, objects: readonly KubeObject[], metadata: ListMeta): string {
    return JSON.stringify({
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata,
      columnDefinitions: this.#withColumns ? columns.map(columnDefinition) : null,
      rows: objects.map((object) => this.#row(columns, object)),
    });
  }

  #row(columns: readonly Column[], object: KubeObject) {
    const cells = columns.map(({ cell }) => cell(object, this.#context));
    switch (this.#include) {
      case "None":
        return { cells };
      case "Metadata":
        return { cells, object: partialObject(object) };
      case "Object":
        return { cells, object };
    }
  }
}

function columnDefinition({ name, type, format, description, priority }: Column) {
  return { name, type, format, description, priority };
}
