import { parseScenario, type ScenarioProblem } from "../../sim/scenario/load.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";

/** The problems of a scenario text, which has to have some. */
export function problemsOf(text: string): readonly ScenarioProblem[] {
  const loaded = parseScenario(text, "x.yaml");
  if ("scenario" in loaded) throw new Error(`a scenario without problems:\n${text}`);
  return loaded.problems;
}

/** Each problem as `line:column path: message`. */
export function briefly(problems: readonly ScenarioProblem[]): string[] {
  return problems.map(({ position, path, message }) => {
    const place = position === undefined ? "" : `${position.line}:${position.column} `;
    return `${place}${path === "" ? "" : `${path}: `}${message}`;
  });
}

/** The scenario of a text, which has to have no problems. */
export function scenarioOf(text: string, file = "x.yaml"): Scenario {
  const loaded = parseScenario(text, file);
  if ("problems" in loaded) throw new Error(briefly(loaded.problems).join("\n"));
  return loaded.scenario;
}
