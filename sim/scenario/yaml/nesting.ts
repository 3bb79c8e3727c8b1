import type { CST } from "yaml";
import type { TextComplaint } from "../complaint.ts";

/** Nothing here is a tenth as deep; the YAML library recurses, and would take Node down at some thousands. */
const deepestNesting = 64;

/** What is wrong with a text that is nested too deeply to be composed. */
export function complaintOfNesting(token: CST.Token): TextComplaint | undefined {
  const offset = offsetTooDeep(token);
  if (offset === undefined) return undefined;
  return {
    range: [offset, offset + 1],
    message: `nested more than ${deepestNesting} levels deep`,
    fix: "write something flatter; nothing here needs as much.",
  };
}

/** Where the nesting of a token passes the limit, found without recursion. */
function offsetTooDeep(token: CST.Token): number | undefined {
  const open: [CST.Token, number][] = [[token, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [{ offset }, depth] = next;
    if (depth > deepestNesting) return offset;
    for (const child of childrenOf(next[0])) open.push([child, depth + 1]);
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value]).filter((child) => child != null);
}
