/** The faults that keep one listener shut: it is shut while there is any. */
export class Holders {
  #names: readonly string[] = [];

  /** The first of them. */
  get first(): string | undefined {
    return this.#names[0];
  }

  /** Takes those now in force; tells whether the listener has to change, and the fault that makes it. */
  change(names: readonly string[]): { readonly to: "shut" | "released"; readonly fault: string } | undefined {
    const last = this.#names.at(-1);
    const first = names[0];
    this.#names = names;
    if (last === undefined && first !== undefined) return { to: "shut", fault: first };
    if (last !== undefined && first === undefined) return { to: "released", fault: last };
    return undefined;
  }
}
