/** A map of which each entry is a message of a key and a value. */
export type MapType = "textMap" | "bytesMap" | "quantityMap";

/** How a field of a protobuf message is read. */
export type FieldType = "string" | "int" | "bool" | "bytes" | "time" | "intOrString" | MapType | Message;

/**
 * A field: its JSON name, its type, and whether there are several. Without a name the fields of its message
 * are, in JSON, those of the object that it is in.
 */
export type Field = readonly [name: string, type: FieldType, repeated?: "repeated"];

/** A protobuf message of Kubernetes' API by its field numbers, as far as clients send it to us. */
export interface Message {
  readonly name: string;
  readonly fields: Readonly<Record<number, Field>>;
}

export function message(name: string, fields: Readonly<Record<number, Field>>): Message {
  return { name, fields };
}
