import { parse as parseYaml } from "yaml";
import type { HttpRequest } from "../../wire/exchange.ts";
import { isRecord } from "../field-access.ts";
import { decodeProtobuf, protobufType } from "../protobuf/decode.ts";
import { ApiError, badRequest, unsupportedMediaType } from "../status.ts";
import { checkJson, type JsonObject } from "./json-object.ts";

/** As a real API server's limit on what it reads. */
const mostBytes = 3 * 2 ** 20;
const supported = ["application/json", "application/yaml", protobufType];

/** The Content-Type without its parameters, in lower case; empty when there is none. */
export function contentTypeOf({ headers }: HttpRequest): string {
  return (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Throws ApiError 413. */
export function bodyText({ body }: HttpRequest): string {
  if (body === undefined) return "";
  if (body.byteLength > mostBytes) {
    throw new ApiError(
      413,
      "RequestEntityTooLarge",
      `Request entity too large: limit is ${mostBytes}, got ${body.byteLength} bytes`,
    );
  }
  return new TextDecoder().decode(body);
}

/** The object that a create or update carries. Throws ApiError 400, 413 or 415. */
export function objectBody(request: HttpRequest): JsonObject {
  const contentType = contentTypeOf(request);
  const text = bodyText(request);
  switch (contentType) {
    case "":
    case "application/json":
      return recordIn(parseJsonText(text));
    case "application/yaml":
      return recordIn(parseYamlText(text));
    case protobufType:
      return checkedRecord(decodeProtobuf(request.body ?? new Uint8Array()));
    default:
      throw unsupportedMediaType(contentType, supported);
  }
}

/** Throws ApiError 400. */
export function parseJsonText(text: string): unknown {
  return checked(() => JSON.parse(text) as unknown);
}

/** What in YAML is no JSON: it is left as the text it is written as. */
const notJson = ["binary", "omap", "pairs", "set", "timestamp"].map((name) => `tag:yaml.org,2002:${name}`);

/**
 * YAML 1.1 like Go's decoder, so that `on` is a boolean here as it is for kubectl; without aliases, which a
 * few lines of can stand for gigabytes. Throws ApiError 400.
 */
export function parseYamlText(text: string): unknown {
  return checked(
    () =>
      parseYaml(text, {
        version: "1.1",
        maxAliasCount: 0,
        customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !notJson.includes(tag.tag)),
      }) as unknown,
  );
}

function checked(parse: () => unknown): unknown {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(
      `the object provided is unrecognized (must be of type Object): couldn't read the body: ${why}`,
    );
  }
  checkJson(value);
  return value;
}

function checkedRecord(value: JsonObject): JsonObject {
  checkJson(value);
  return value;
}

function recordIn(value: unknown): JsonObject {
  if (!isRecord(value)) throw badRequest("the body of a write must be one object");
  return value;
}
