import { scenarioJsonSchema } from "../scenario/json-schema.ts";
import type { Command } from "./command.ts";

export const schema: Command = {
  name: "schema",
  summary: "print the JSON Schema of scenarios, for editors",
  usage: "",
  description:
    "Prints the scenario format as a JSON Schema. In an editor with the YAML language server, save it as\n" +
    "kvsim.schema.json and begin a scenario with: # yaml-language-server: $schema=kvsim.schema.json",
  options: {},
  positionals: { least: 0, most: 0 },
  run: (_, { out }) => {
    out.write(`${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`);
    return Promise.resolve(0);
  },
};
