/** A label selector that nothing matches. */
const nothing = "nothing,!nothing";

/** The path of a list or a watch, so that it is answered as if there were nothing. */
export function emptied(pathWithQuery: string): string {
  const [path = "", query = ""] = pathWithQuery.split("?", 2);
  const parameters = new URLSearchParams(query);
  const selector = parameters.get("labelSelector") ?? "";
  parameters.set("labelSelector", selector === "" ? nothing : `${selector},${nothing}`);
  return `${path}?${parameters.toString()}`;
}
