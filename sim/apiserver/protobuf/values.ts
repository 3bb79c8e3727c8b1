import type { BinaryReader } from "@bufbuild/protobuf/wire";
import { readFields } from "./read-fields.ts";

/** How a value of each scalar type is read, as it would be in JSON; undefined for one that is not set. */
export const scalars: Readonly<Record<string, (reader: BinaryReader) => unknown>> = {
  text: (reader) => reader.string(),
  int: (reader) => Number(reader.int64()),
  bool: (reader) => reader.bool(),
  bytes: base64Of,
  time: (reader) => momentOf(reader.bytes())?.replace(".000000Z", "Z"),
  microTime: (reader) => momentOf(reader.bytes()),
  duration: (reader) => `${Number(integerOf(reader.bytes())) / 1e9}s`,
  quantity: (reader) => textOf(reader.bytes()),
  intOrString: (reader) => intOrStringOf(reader.bytes()),
  raw: (reader) => jsonOf(reader.bytes()),
  fields: (reader) => jsonOf(reader.bytes()),
};

/** How the values of a map are read, each of which is in a message with its key. */
const mapValues: Readonly<Record<string, (reader: BinaryReader) => string>> = {
  map: (reader) => reader.string(),
  bytesMap: base64Of,
  quantityMap: (reader) => textOf(reader.bytes()),
};

/** An entry of a map of this type; undefined when the type is none of a map. */
export function entryOf(type: string, reader: BinaryReader): Record<string, string> | undefined {
  const valueOf = mapValues[type];
  if (valueOf === undefined) return undefined;
  let key = "";
  let value = "";
  readFields(reader.bytes(), (number, wireType, inner) => {
    if (number === 1) key = inner.string();
    else if (number === 2) value = valueOf(inner);
    else inner.skip(wireType, number);
  });
  return Object.fromEntries([[key, value]]);
}

function base64Of(reader: BinaryReader): string {
  return Buffer.from(reader.bytes()).toString("base64");
}

/** RFC 3339 with microseconds, from seconds and nanoseconds. */
function momentOf(bytes: Uint8Array): string | undefined {
  let seconds: number | undefined;
  let nanos = 0;
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) seconds = Number(reader.int64());
    else if (number === 2) nanos = Number(reader.int64());
    else reader.skip(wireType, number);
  });
  if (seconds === undefined) return undefined;
  const micros = String(Math.floor(nanos / 1000)).padStart(6, "0");
  return new Date(seconds * 1000).toISOString().replace("000Z", `${micros}Z`);
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

/** The same for a number. */
function integerOf(bytes: Uint8Array): bigint {
  let integer = 0n;
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) integer = BigInt(reader.int64());
    else reader.skip(wireType, number);
  });
  return integer;
}

/** The JSON in a message of bytes. Throws SyntaxError. */
function jsonOf(bytes: Uint8Array): unknown {
  let json: unknown;
  readFields(bytes, (number, wireType, reader) => {
    if (number === 1) json = JSON.parse(new TextDecoder().decode(reader.bytes())) as unknown;
    else reader.skip(wireType, number);
  });
  return json;
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
