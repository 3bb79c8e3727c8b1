import { expect, test } from "vitest";
import { apiserverOf } from "../support/apiserver.ts";

interface Index {
  readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly "x-kubernetes-group-version-kind": {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  };
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly "x-kubernetes-group-version-kind"?: readonly { readonly kind: string }[];
}

const indexOf = ({ ask }: ReturnType<typeof apiserverOf>) =>
  JSON.parse(ask("GET", "/openapi/v3").text) as Index;

test("D6 the index names a document for each group and version, by a URL with the hash of its content", () => {
  const server = apiserverOf();
  const { paths } = indexOf(server);
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(["api/v1", "apis/apps/v1", "apis/kubevirt.io/v1"]),
  );
  for (const [name, { serverRelativeURL }] of Object.entries(paths)) {
    expect(serverRelativeURL).toMatch(new RegExp(`^/openapi/v3/${name}\\?hash=[0-9A-F]+$`));
    expect(server.ask("GET", serverRelativeURL).status).toBe(200);
  }
  expect(indexOf(apiserverOf())).toEqual({ paths });
});

test("D7 each kind has a PATCH that takes fieldValidation and dryRun, and a schema, both with its group, version and kind", () => {
  const server = apiserverOf();
  for (const { serverRelativeURL } of Object.values(indexOf(server).paths)) {
    const document = JSON.parse(server.ask("GET", serverRelativeURL).text) as Document;
    expect(document.openapi).toBe("3.0.0");
    const kinds = Object.values(document.components.schemas).flatMap(
      (schema) => schema["x-kubernetes-group-version-kind"]?.map(({ kind }) => kind) ?? [],
    );
    const patches = Object.values(document.paths).flatMap(({ patch }) =>
      patch === undefined ? [] : [patch],
    );
    expect(patches.map((patch) => patch["x-kubernetes-group-version-kind"].kind).sort()).toEqual(
      [...kinds].sort(),
    );
    for (const { parameters } of patches)
      expect(parameters.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["fieldValidation", "dryRun"]),
      );
  }
});

test("D7 schemas describe what users look up", () => {
  const { ask } = apiserverOf();
  const { components } = JSON.parse(ask("GET", "/openapi/v3/apis/kubevirt.io/v1").text) as Document;
  const vm = components.schemas["io.kubevirt.v1.VirtualMachine"];
  const domain =
    vm?.properties?.["spec"]?.properties?.["template"]?.properties?.["spec"]?.properties?.["domain"];
  expect(domain?.properties?.["devices"]?.properties?.["disks"]?.items?.properties?.["name"]?.type).toBe(
    "string",
  );
});

test("D8 OpenAPI v2 as protobuf is not served", () => {
  const accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  expect(apiserverOf().ask("GET", "/openapi/v2?timeout=32s", { accept }).status).toBe(404);
  expect(apiserverOf().ask("GET", "/openapi/v3", { accept }).status).toBe(406);
});
