import type { Complain } from "../complaint.ts";
import type { ScenarioSource } from "../scenario-source.ts";

/** Refuses rule files that are not there: Prometheus would start without them and say nothing. */
export function checkRuleFiles(
  ruleFiles: readonly string[],
  { absolute, surroundings }: ScenarioSource,
  complain: Complain,
): void {
  ruleFiles.forEach((file, index) => {
    if (!surroundings.missing.has(absolute(file))) return;
    complain({
      path: ["prometheus", "ruleFiles", index],
      message: `there is no file ${absolute(file)}`,
      fix: "write a path relative to the scenario; * stands for any part of a name.",
    });
  });
}
