import { loadText, machineText } from "./machine.ts";
import type { OutputFormat } from "./options.ts";
import { markdownOf, textOf, type Table } from "./table.ts";

/** What the bench prints, piece by piece as it is measured. */
export interface Report {
  begin(command: string): string;
  section(tables: readonly Table[]): string;
  end(): string;
}

export function reportIn(format: OutputFormat): Report {
  switch (format) {
    case "text":
      return {
        begin: () => `${machineText()}\nload ${loadText()}\n`,
        section: (tables) => tables.map(textOf).join(""),
        end: () => `\nload ${loadText()}\n`,
      };
    case "markdown":
      return {
        begin: (command) =>
          `## Measured\n\n- ${new Date().toISOString().slice(0, 10)}, load before it: ${loadText()}\n` +
          `- ${machineText()}\n- \`${command}\`\n`,
        section: (tables) => tables.map(markdownOf).join(""),
        end: () => `\nLoad after it: ${loadText()}\n`,
      };
    case "json":
      return jsonReport();
  }
}

/** One document, so it is printed at the end. */
function jsonReport(): Report {
  const all: Table[] = [];
  let head = {};
  return {
    begin: (command) => {
      head = { command, date: new Date().toISOString(), machine: machineText(), loadBefore: loadText() };
      return "";
    },
    section: (tables) => {
      all.push(...tables);
      return "";
    },
    end: () => `${JSON.stringify({ ...head, loadAfter: loadText(), tables: all }, null, 2)}\n`,
  };
}
