import { z } from "zod";
import { flag, int, text, texts } from "./common.ts";

const printerColumn = z.looseObject({
  name: text,
  type: z.enum(["integer", "number", "string", "boolean", "date"]),
  jsonPath: text,
  format: text.optional(),
  description: text.optional(),
  priority: int.optional(),
});

const version = z.looseObject({
  name: text.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be a DNS-1123 label"),
  served: flag.describe("Whether this version is served via REST APIs."),
  storage: flag.describe(
    "Whether this version is used when persisting custom resources. Exactly one must be.",
  ),
  schema: z.looseObject({ openAPIV3Schema: z.looseObject({}).optional() }).optional(),
  subresources: z
    .looseObject({
      status: z.looseObject({}).optional(),
      scale: z
        .looseObject({
          specReplicasPath: text,
          statusReplicasPath: text,
          labelSelectorPath: text.optional(),
        })
        .optional(),
    })
    .optional(),
  additionalPrinterColumns: z.array(printerColumn).optional(),
});

/** A CustomResourceDefinition, as far as something is made of it. */
export const definition = z.looseObject({
  spec: z.looseObject({
    group: text.regex(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
      "should be a domain with at least one dot",
    ),
    scope: z.enum(["Namespaced", "Cluster"]),
    names: z.looseObject({
      plural: text.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be a DNS-1035 label"),
      kind: text.regex(/^[A-Za-z][A-Za-z0-9]*$/, "must be a DNS-1035 label in any case"),
      singular: text.optional(),
      listKind: text.optional(),
      shortNames: texts.optional(),
      categories: texts.optional(),
    }),
    versions: z.array(version).min(1, "must have exactly one version marked as storage version"),
  }),
});
