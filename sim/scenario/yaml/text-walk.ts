import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { TextComplaint } from "../complaint.ts";

/** The node that each alias stands for. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** What all aliases together may stand for: enough for any scenario, and nothing for a bomb. */
const mostAliasedValues = 100_000;
/** What an alias counts by itself: so there are at most ten thousand. */
const aliasCost = 10;

/** Words that YAML 1.1, and so kubectl, takes for true and false, and YAML 1.2 for text. */
const yesOrNo: ReadonlyMap<string, boolean> = new Map(
  Object.entries({ y: true, yes: true, on: true, n: false, no: false, off: false }).flatMap(
    ([word, meaning]) =>
      [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)].map((spelt) => [
        spelt,
        meaning,
      ]),
  ),
);

/**
 * One walk over a YAML document for what the library lets pass: keys given twice, aliases of nothing, of
 * themselves or of far too much, words that kubectl would read differently.
 */
export class TextWalk {
  readonly complaints: TextComplaint[] = [];
  readonly aliasTargets = new Map<Alias, Node>();
  /** Whether the aliases can be followed. */
  expandable = true;
  readonly #anchors = new Map<string, Node>();
  readonly #sizes = new Map<Node, number>();
  #aliasedValues = 0;

  constructor(contents: Node | null) {
    if (contents !== null) this.#walk(contents);
  }

  /** Returns how many values the node stands for once its aliases are followed. */
  #walk(node: Node): number {
    if (isAlias(node)) return this.#follow(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const size = 1 + this.#walkInside(node);
    this.#sizes.set(node, size);
    return size;
  }

  #walkInside(node: Node): number {
    if (isMap(node)) return this.#walkMap(node);
    if (isSeq(node)) return sum(node.items.map((item) => (isNode(item) ? this.#walk(item) : 0)));
    if (isScalar(node)) this.#checkWord(node, wordFix);
    return 0;
  }

  #walkMap(map: YAMLMap): number {
    const firsts = new Map<string, Scalar>();
    return sum(
      map.items.map(({ key, value }) => {
        if (isScalar(key)) {
          this.#checkWord(key, (word) => `write "${word}" in quotes.`);
          this.#checkTwice(key, firsts);
        } else this.#complain(key, "expected a word as the key", "write `key: value`.");
        return isNode(value) ? this.#walk(value) : 0;
      }),
    );
  }

  #checkTwice(key: Scalar, firsts: Map<string, Scalar>): void {
    const name = String(key.value);
    if (firsts.has(name)) {
      this.#complain(
        key,
        `the key ${name} is given twice in one mapping`,
        "keep one of the two, or merge what they hold.",
      );
    } else firsts.set(name, key);
  }

  #checkWord(scalar: Scalar, fix: (word: string) => string): void {
    const { source = "" } = scalar;
    const kubectlReads = yesOrNo.get(source);
    if (scalar.type !== "PLAIN" || kubectlReads === undefined) return;
    this.#complain(
      scalar,
      `expected a word that every YAML reader takes the same way, got ${source}, which is ${kubectlReads} to kubectl`,
      fix(source),
    );
  }

  #follow(alias: Alias): number {
    const target = this.#anchors.get(alias.source);
    const size = target === undefined ? undefined : this.#sizes.get(target);
    if (target === undefined || size === undefined) {
      this.expandable = false;
      const what = target === undefined ? "for nothing that is above it" : "inside what it stands for";
      this.#complain(
        alias,
        `the alias *${alias.source} stands ${what}`,
        `put &${alias.source} before the value it should repeat, or write the value out.`,
      );
      return 1;
    }
    this.aliasTargets.set(alias, target);
    this.#aliasedValues += aliasCost + size;
    if (this.#aliasedValues > mostAliasedValues && this.expandable) {
      this.expandable = false;
      this.#complain(
        alias,
        `with this alias, aliases stand for more than ${mostAliasedValues.toLocaleString("en")} values`,
        "use `replicas` for many of a kind, and aliases for a few.",
      );
    }
    return size;
  }

  #complain(node: unknown, message: string, fix: string): void {
    const range = isNode(node) ? node.range : undefined;
    this.complaints.push({ range: range == null ? [0, 1] : [range[0], range[1]], message, fix });
  }
}

function wordFix(word: string): string {
  return `write "${word}" in quotes if you mean the word, else ${yesOrNo.get(word) === true}.`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
