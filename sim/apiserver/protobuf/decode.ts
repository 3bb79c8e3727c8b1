import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { badRequest, unsupportedMediaType } from "../status.ts";
import type { JsonObject } from "../write/json-object.ts";
import type { FieldType, MapType, Message } from "./message.ts";
import { messageOf } from "./messages.ts";

/** How Kubernetes' protobuf bodies begin: `k8s` and a zero byte, then a runtime.Unknown. */
const magic = [0x6b, 0x38, 0x73, 0x00];
export const protobufType = "application/vnd.kubernetes.protobuf";

/**
 * The object in a protobuf body, as it would be in JSON. Throws ApiError 415 for a kind, or a field of one,
 * that is not known here: nothing that a client says is silently left out. Throws ApiError 400 for bytes
 * that are no protobuf.
 */
export function decodeProtobuf(body: Uint8Array): JsonObject {
  if (!magic.every((byte, index) => body[index] === byte))
    throw badRequest('the body is not Kubernetes\' protobuf: it does not begin with "k8s" and a zero byte');
  const { apiVersion, kind, raw } = envelopeOf(body.subarray(magic.length));
  const message = messageOf(apiVersion, kind);
  if (message === undefined) throw unknown(`${apiVersion} ${kind}`);
  return { apiVersion, kind, ...read(message, raw) };
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

function read({ name, fields }: Message, bytes: Uint8Array): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  readFields(bytes, (number, wireType, reader) => {
    const field = fields[number];
    if (field === undefined) {
      if (carriesNothing(reader, wireType, number)) return;
      throw unknown(`field ${number} of ${name}`);
    }
    const [key, type, repeated] = field;
    if (isMapType(type)) {
      object[key] = { ...(object[key] as object | undefined), ...readEntry(type, reader.bytes()) };
      return;
    }
    const value = readValue(type, reader);
    if (key === "") {
      Object.assign(object, value);
      return;
    }
    if (repeated === "repeated") object[key] = [...((object[key] as unknown[] | undefined) ?? []), value];
    // Strings and structures that are empty are sent although they are not set.
    else if (value !== undefined && value !== "") object[key] = value;
  });
  return object;
}

function isMapType(type: FieldType): type is MapType {
  return type === "textMap" || type === "bytesMap" || type === "quantityMap";
}

function readValue(type: Exclude<FieldType, MapType>, reader: BinaryReader): unknown {
  switch (type) {
    case "string":
      return reader.string();
    case "int":
      return Number(reader.int64());
    case "bool":
      return reader.bool();
    case "bytes":
      return Buffer.from(reader.bytes()).toString("base64");
    case "time":
      return timeOf(reader.bytes());
    case "intOrString":
      return intOrStringOf(reader.bytes());
    default: {
      const inner = read(type, reader.bytes());
      return Object.keys(inner).length === 0 ? undefined : inner;
    }
  }
}

function readEntry(type: MapType, bytes: Uint8Array): Record<string, string> {
  let key = "";
  let value = "";
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) key = reader.string();
    else if (number === 2) value = entryValue(type, reader);
    else reader.skip(wireType, number);
  });
  return Object.fromEntries([[key, value]]);
}

function entryValue(type: MapType, reader: BinaryReader): string {
  switch (type) {
    case "textMap":
      return reader.string();
    case "bytesMap":
      return Buffer.from(reader.bytes()).toString("base64");
    case "quantityMap":
      return textOf(reader.bytes());
  }
}

/** The text that is all there is in a message, such as a Quantity. */
function textOf(bytes: Uint8Array): string {
  let text = "";
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) text = reader.string();
    else reader.skip(wireType, number);
  });
  return text;
}

function timeOf(bytes: Uint8Array): string | undefined {
  let seconds: number | undefined;
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) seconds = Number(reader.int64());
    else reader.skip(wireType, number);
  });
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

function intOrStringOf(bytes: Uint8Array): string | number {
  const value = { type: 0, int: 0, text: "" };
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) value.type = Number(reader.int64());
    else if (number === 2) value.int = Number(reader.int64());
    else if (number === 3) value.text = reader.string();
    else reader.skip(wireType, number);
  });
  return value.type === 1 ? value.text : value.int;
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

function readFields(
  bytes: Uint8Array,
  visit: (number: number, wireType: WireType, reader: BinaryReader) => void,
): void {
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      visit(number, wireType, reader);
    }
  } catch (error) {
    if (error instanceof RangeError || isReadError(error))
      throw badRequest(`the protobuf body is malformed: ${error.message}`);
    throw error;
  }
}

/** What the library throws for bytes that are no protobuf; our own refusals are of another class. */
function isReadError(error: unknown): error is Error {
  return error instanceof Error && (error.constructor === Error || error instanceof TypeError);
}

function unknown(what: string) {
  return unsupportedMediaType(`${protobufType} with ${what}`, ["application/json", "application/yaml"]);
}
