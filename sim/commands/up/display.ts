import type { LogEntry } from "../../cluster/cluster.ts";
import type { Output } from "../command.ts";
import { statusLines, type StatusView } from "./status-lines.ts";

/** What `kvsim up` shows while it runs. */
export interface Display {
  log(entry: LogEntry): void;
  /** Several lines for people. */
  tell(text: string): void;
  status(view: StatusView): void;
  /** Leaves the screen as whatever comes next expects it. */
  end(): void;
}

/** One line for each thing that happens. */
export function logDisplay(out: Output, format: "text" | "json"): Display {
  const line = format === "json" ? jsonLine : textLine;
  return {
    log: (entry) => out.write(`${line(entry)}\n`),
    tell: (text) => out.write(format === "json" ? `${JSON.stringify({ message: text })}\n` : `${text}\n`),
    status: () => undefined,
    end: () => undefined,
  };
}

/** Beside a command that has the terminal: what went wrong, and nothing that goes as planned. */
export function quietDisplay(out: Output): Display {
  const display = logDisplay(out, "text");
  return {
    ...display,
    log: (entry) => {
      if (entry.level !== "info") display.log(entry);
    },
  };
}

function jsonLine({ time, t, level, message }: LogEntry): string {
  return JSON.stringify({ time, t: Number(t.toFixed(3)), level, message });
}

function textLine({ t, level, message }: LogEntry): string {
  return `t=${t.toFixed(1)}s ${level} ${message}`;
}

const eraseRest = "\u001b[K";
const eraseBelow = "\u001b[J";
const up = (rows: number) => (rows === 0 ? "" : `\u001b[${rows}A`);

/** A status at the bottom of the terminal, drawn over itself; what happens scrolls by above it. */
export function terminalDisplay(out: Output): Display {
  let view: StatusView | undefined;
  let drawn: readonly string[] = [];

  /** One write per change, and nothing erased before it is written anew: so nothing flickers. */
  function draw(above: readonly string[]): void {
    const width = out.width();
    const status = view === undefined ? [] : statusLines(view, width - 1);
    const lines = [...above, ...status].map((line) => `${line}${eraseRest}\n`).join("");
    out.write(`${up(rowsOf(drawn, width))}\r${lines}${eraseBelow}`);
    drawn = status;
  }

  return {
    log: (entry) => draw([textLine(entry)]),
    tell: (text) => draw(text.split("\n")),
    status: (next) => {
      view = next;
      draw([]);
    },
    end: () => {
      view = undefined;
      draw([]);
    },
  };
}

/** A terminal that has become narrower since has broken the lines. */
function rowsOf(lines: readonly string[], width: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / width)), 0);
}
