import { expect, test } from "vitest";
import { logDisplay, terminalDisplay } from "../../../sim/commands/up/display.ts";
import type { StatusView } from "../../../sim/commands/up/status-lines.ts";
import { recordedOutput } from "../../support/command.ts";

const entry = { time: "2026-01-01T00:00:10.000000Z", t: 10, level: "warn", message: "it broke" } as const;

const view = (componentsReady: number): StatusView => ({
  scenario: "test",
  durationSeconds: undefined,
  scrapesPerSecond: 0,
  state: {
    t: 0,
    componentsReady,
    componentsWanted: 9,
    runningInstances: 0,
    activeFaults: [],
    nextEvent: undefined,
    scrapes: 0,
  },
});

test("off a terminal each thing that happens is a line, and the status none", () => {
  const out = recordedOutput();
  const display = logDisplay(out, "text");
  display.log(entry);
  display.status(view(9));
  display.end();
  expect(out.text()).toBe("t=10.0s warn it broke\n");
});

test("as JSON every line is an object", () => {
  const out = recordedOutput();
  const display = logDisplay(out, "json");
  display.log(entry);
  display.tell("two\nlines");
  const lines = out.text().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([entry, { message: "two\nlines" }]);
});

/** What a terminal of this width shows after it was sent `text`: enough of one for what the display uses. */
function screenAfter(text: string, width: number): string[] {
  const rows = [""];
  let row = 0;
  let column = 0;
  const put = (character: string) => {
    if (column === width) next();
    rows[row] =
      (rows[row] ?? "").slice(0, column).padEnd(column) + character + (rows[row] ?? "").slice(column + 1);
    column += 1;
  };
  const next = () => {
    row += 1;
    column = 0;
    rows[row] ??= "";
  };
  for (const [, code, parameter = "1", letter, character = ""] of text.matchAll(
    // eslint-disable-next-line no-control-regex -- the terminal's own control codes are what is read
    /(\u001b\[(\d*)([AKJ]))|([\s\S])/g,
  )) {
    if (code === undefined && character === "\n") next();
    else if (code === undefined && character === "\r") column = 0;
    else if (code === undefined) put(character);
    else if (letter === "A") row = Math.max(0, row - Number(parameter));
    else {
      rows[row] = (rows[row] ?? "").slice(0, column);
      if (letter === "J") rows.length = row + 1;
    }
  }
  return rows.map((line) => line.trimEnd()).filter((line) => line !== "");
}

test("on a terminal the status stays below what happens, and is drawn over itself", () => {
  const out = recordedOutput(60);
  const display = terminalDisplay(out);
  display.status(view(3));
  display.log(entry);
  display.status(view(9));
  const screen = screenAfter(out.text(), 60);
  expect(screen[0]).toBe("t=10.0s warn it broke");
  expect(screen.filter((line) => line.startsWith("components"))).toEqual([
    "components  9/9 up   0 VMIs   0.0 scrapes/s",
  ]);
  display.end();
  expect(screenAfter(out.text(), 60)).toEqual(["t=10.0s warn it broke"]);
});

test("a terminal that has become narrower is left without remains", () => {
  let width = 60;
  const out = { ...recordedOutput(60), width: () => width };
  const display = terminalDisplay(out);
  display.status(view(3));
  const before = out.text();
  width = 20;
  display.status(view(9));
  const redrawn = out.text().slice(before.length);
  // The four lines of 18, 45, 19 and 29 characters take 1, 3, 1 and 2 rows now.
  expect(redrawn.startsWith("\u001b[7A")).toBe(true);
});

test("each change is written at once, so that nothing flickers", () => {
  let writes = 0;
  const out = { ...recordedOutput(60), write: () => (writes += 1) };
  const display = terminalDisplay({ ...out, write: () => void out.write() });
  display.status(view(3));
  display.log(entry);
  expect(writes).toBe(2);
});
