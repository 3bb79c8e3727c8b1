import { badRequest } from "../status.ts";

type Labels = Readonly<Record<string, string>> | undefined;
type LabelPredicate = (labels: Labels) => boolean;

/**
 * A label selector as `labelSelector=` carries it: `app=web,tier!=db,env in (a,b),!legacy`. Requirements are
 * joined by "and". Throws ApiError 400 when it cannot be read.
 */
export function parseLabelRequirements(text: string): LabelRequirement[] {
  return new Parser(text).requirements();
}

/** Whether labels meet a selector's requirements, all of them. */
export function labelPredicate(requirements: readonly LabelRequirement[]): LabelPredicate {
  const predicates = requirements.map(predicateOf);
  return (labels) => predicates.every((predicate) => predicate(labels));
}

/** One requirement of a label selector: `env in (a,b)`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

type Operator = "=" | "!=" | "in" | "notin" | "exists" | "absent" | ">" | "<";

const keyPattern =
  /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const integerPattern = /^[+-]?\d+$/;
const valuePattern = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function predicateOf({ key, operator, values }: LabelRequirement): LabelPredicate {
  const [first = ""] = values;
  const value = (labels: Labels) =>
    labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "exists":
      return (labels) => value(labels) !== undefined;
    case "absent":
      return (labels) => value(labels) === undefined;
    case "=":
      return (labels) => value(labels) === first;
    case "!=":
      return (labels) => value(labels) !== first;
    case "in":
      return (labels) => values.includes(value(labels) ?? "\u0000");
    case "notin":
      return (labels) => !values.includes(value(labels) ?? "\u0000");
    case ">":
      return (labels) => integerOf(value(labels)) > Number(first);
    case "<":
      return (labels) => integerOf(value(labels)) < Number(first);
  }
}

/** NaN, which compares with nothing, for a label that is absent or no integer. */
function integerOf(value: string | undefined): number {
  return value !== undefined && integerPattern.test(value) ? Number(value) : NaN;
}

/** Words, commas, brackets and operators, as Kubernetes' own lexer tells them apart. */
const tokenPattern = /\s*(==|!=|[=!<>(),]|[^\s=!<>(),]+)/y;

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  requirements(): LabelRequirement[] {
    const all: LabelRequirement[] = [];
    if (this.#tokens.length === 0) return all;
    for (;;) {
      all.push(this.#requirement());
      const token = this.#take();
      if (token === undefined) return all;
      if (token !== ",") throw this.#unexpected(token, "',' or end of string");
    }
  }

  #requirement(): LabelRequirement {
    const negated = this.#peek() === "!";
    if (negated) this.#take();
    const key = this.#take();
    if (key === undefined || !keyPattern.test(key)) throw this.#unexpected(key, "a label key");
    if (negated) return { key, operator: "absent", values: [] };
    const operator = this.#peek();
    if (operator === undefined || operator === ",") return { key, operator: "exists", values: [] };
    this.#take();
    switch (operator) {
      case "=":
      case "==":
        return { key, operator: "=", values: [this.#value()] };
      case "!=":
        return { key, operator: "!=", values: [this.#value()] };
      case "in":
      case "notin":
        return { key, operator, values: this.#set() };
      case ">":
      case "<":
        return { key, operator, values: [this.#integer()] };
      default:
        throw this.#unexpected(operator, "in, notin, =, ==, !=, gt, lt");
    }
  }

  #value(): string {
    const token = this.#peek();
    if (token === undefined || token === ",") return "";
    this.#take();
    if (!valuePattern.test(token)) throw this.#unexpected(token, "a valid label value");
    return token;
  }

  #integer(): string {
    const token = this.#take();
    if (token === undefined || !integerPattern.test(token)) throw this.#unexpected(token, "an integer");
    return token;
  }

  #set(): string[] {
    if (this.#peek() !== "(") throw this.#unexpected(this.#peek(), "'('");
    this.#take();
    const values: string[] = [];
    for (;;) {
      values.push(this.#setValue());
      const token = this.#take();
      if (token === ")") return values;
      if (token !== ",") throw this.#unexpected(token, "',' or ')'");
    }
  }

  #setValue(): string {
    return this.#peek() === ")" ? "" : this.#value();
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(): string | undefined {
    return this.#tokens[this.#next++];
  }

  #unexpected(found: string | undefined, expected: string) {
    return badRequest(
      `unable to parse requirement: found ${found === undefined ? "the end" : `'${found}'`}, expected: ${expected} (in labelSelector ${JSON.stringify(this.#text)})`,
    );
  }
}

function tokensOf(text: string): string[] {
  return [...text.matchAll(new RegExp(tokenPattern.source, "g"))].map(([, token = ""]) => token);
}
