import { BinaryReader, type WireType } from "@bufbuild/protobuf/wire";
import { badRequest } from "../status.ts";

/**
 * Has each field of a message visited, in the order of the bytes; the visitor reads its value or skips it.
 * Throws ApiError 400 for bytes that are no protobuf, whatever else the visitor throws.
 */
export function readFields(
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
  return (
    error instanceof Error &&
    (error.constructor === Error || error instanceof TypeError || error instanceof SyntaxError)
  );
}
