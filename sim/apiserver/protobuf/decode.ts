import { WireType, type BinaryReader } from "@bufbuild/protobuf/wire";
import { badRequest, unsupportedMediaType, type ApiError } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";
import { messageNamed, messageOfKind, type Field, type Message } from "./messages.ts";
import { readFields } from "./read-fields.ts";
import { entryOf, scalars } from "./values.ts";

/** How Kubernetes' protobuf bodies begin: `k8s` and a zero byte, then a runtime.Unknown. */
const magic = [0x6b, 0x38, 0x73, 0x00];
export const protobufType = "application/vnd.kubernetes.protobuf";

/** Deeper than any message of Kubernetes' nests. */
const mostLevels = 40;

/**
 * The object in a protobuf body, as it would be in JSON. Throws ApiError 415 for a kind, or a field of one,
 * that is not known here: nothing that a client says is silently left out. Throws ApiError 400 for bytes
 * that are no protobuf.
 */
export function decodeProtobuf(body: Uint8Array): JsonObject {
  if (!magic.every((byte, index) => body[index] === byte))
    throw badRequest('the body is not Kubernetes\' protobuf: it does not begin with "k8s" and a zero byte');
  const { apiVersion, kind, raw } = envelopeOf(body.subarray(magic.length));
  const message = messageOfKind(kind);
  if (message === undefined) throw unknown(`${apiVersion} ${kind}`);
  return { apiVersion, kind, ...read(message, raw, 0) };
}

function envelopeOf(bytes: Uint8Array): { apiVersion: string; kind: string; raw: Uint8Array } {
  let apiVersion = "";
  let kind = "";
  let raw: Uint8Array = new Uint8Array();
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) {
      readFields(reader.bytes(), (inner, innerType, innerReader) => {
        if (inner === 1) apiVersion = innerReader.string();
        else if (inner === 2) kind = innerReader.string();
        else innerReader.skip(innerType, inner);
      });
    } else if (number === 2) raw = reader.bytes();
    else reader.skip(wireType, number);
  });
  return { apiVersion, kind, raw };
}

function read({ name, fields }: Message, bytes: Uint8Array, depth: number): Record<string, unknown> {
  if (depth > mostLevels) throw badRequest(`the protobuf body is nested deeper than ${mostLevels} levels`);
  const object: Record<string, unknown> = {};
  readFields(bytes, (number, wireType, reader) => {
    const field = fields.get(number);
    if (field !== undefined) put(object, field, reader, depth);
    else if (!carriesNothing(reader, wireType, number)) throw unknown(`field ${number} of ${name}`);
  });
  return object;
}

function put(object: Record<string, unknown>, field: Field, reader: BinaryReader, depth: number): void {
  const { name, type, repeated, pointer } = field;
  if (name === undefined) {
    Object.assign(object, readMessage(type, reader, depth));
    return;
  }
  const entry = entryOf(type, reader);
  if (entry !== undefined) {
    object[name] = { ...(object[name] as object | undefined), ...entry };
    return;
  }
  const value = scalars[type]?.(reader) ?? (type in scalars ? undefined : readMessage(type, reader, depth));
  if (repeated) object[name] = [...((object[name] as unknown[] | undefined) ?? []), value];
  else if (value !== undefined && (pointer || !isNothing(value))) object[name] = value;
}

function readMessage(type: string, reader: BinaryReader, depth: number): Record<string, unknown> {
  const message = messageNamed(type);
  if (message === undefined) throw unknown(type);
  return read(message, reader.bytes(), depth + 1);
}

/** What Go's encoder sends as a matter of course, although it is not set. */
function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === "" || value === 0 || value === false;
}

/** Whether a field that is not known is an empty one, which is sent as a matter of course. */
function carriesNothing(reader: BinaryReader, wireType: WireType, number: number): boolean {
  switch (wireType) {
    case WireType.LengthDelimited:
      return isEmptyMessage(reader.bytes());
    case WireType.Varint:
      return Number(reader.int64()) === 0;
    default:
      reader.skip(wireType, number);
      return false;
  }
}

/** A message of nothing but empty fields, such as the status of an object that is to be made. */
function isEmptyMessage(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  let empty = true;
  try {
    readFields(bytes, (number, wireType, reader) => {
      if (!carriesNothing(reader, wireType, number)) empty = false;
    });
  } catch {
    return false;
  }
  return empty;
}

function unknown(what: string): ApiError {
  return unsupportedMediaType(`${protobufType} with ${what}`, ["application/json", "application/yaml"]);
}
