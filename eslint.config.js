// @ts-check
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The one direction imports may point, lowest layer first. A folder may import itself and every layer
 * before its own; folders of one layer do not know each other.
 */
const layers = [
  ["clock", "model"],
  ["metrics", "store"],
  ["faults"],
  ["scenario"],
  ["plot"],
  ["wire"],
  ["components", "apiserver"],
  ["cluster"],
  ["judge"],
  ["commands"],
];

/** Folders that must stay free of sockets, files and processes. */
const pureFolders = ["clock", "model", "metrics", "store", "faults", "scenario", "plot"];
const ioModules = [
  "fs",
  "fs/promises",
  "net",
  "tls",
  "http",
  "https",
  "http2",
  "child_process",
  "dgram",
  "cluster",
  "worker_threads",
].map((name) => ({ name: `node:${name}`, message: "This folder does no I/O." }));

const folders = layers.flat();

/**
 * @param {string} folder
 * @param {string} files
 * @param {boolean} isPure
 */
function importRule(folder, files, isPure) {
  const own = layers.findIndex((layer) => layer.includes(folder));
  const forbidden = folders.filter(
    (other) => other !== folder && layers.findIndex((layer) => layer.includes(other)) >= own,
  );
  return {
    files: [files],
    rules: {
      "no-restricted-imports": /** @type {const} */ ([
        "error",
        {
          paths: isPure ? ioModules : [],
          patterns: [
            ...forbidden.map((other) => ({
              group: [`**/${other}/**`],
              message: `sim/${folder} must not import sim/${other}: imports point one way.`,
            })),
            {
              group: ["**/cli.ts", "**/index.ts"],
              message: "The entry points import; nothing imports them.",
            },
          ],
        },
      ]),
    },
  };
}

/** Where real time is read and waited for; everywhere else there is the Clock. */
const realTime = [
  "sim/clock/**",
  // Sockets have real time-outs, as those of a real client are Go's.
  "sim/wire/**",
  // Processes are started, watched and ended by the time of the machine they run on.
  "sim/cluster/**",
  "sim/commands/**",
];
/** In those folders, what also runs on a manual clock. */
const simulatedTime = ["sim/cluster/simulation.ts", "sim/cluster/virtual-*.ts", "sim/cluster/logs/**"];

const clockInstead = "Time is the Clock's: take one, or t, as an argument.";
const timers = ["setTimeout", "setInterval", "setImmediate"];
const timeRule = {
  rules: {
    "no-restricted-globals": /** @type {const} */ ([
      "error",
      ...["performance", ...timers].map((name) => ({ name, message: clockInstead })),
    ]),
    "no-restricted-properties": /** @type {const} */ ([
      "error",
      { object: "Date", property: "now", message: clockInstead },
      { object: "process", property: "hrtime", message: clockInstead },
      ...timers.map((property) => ({ object: "globalThis", property, message: clockInstead })),
    ]),
    "no-restricted-syntax": /** @type {const} */ ([
      "error",
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockInstead },
      { selector: "CallExpression[callee.name='Date']", message: clockInstead },
      { selector: "ImportDeclaration[source.value=/^node:(timers|perf_hooks)/]", message: clockInstead },
    ]),
  },
};

export default defineConfig(
  { ignores: ["dist/", "node_modules/", ".kvsim/", "coverage/"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "scripts/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["eslint.config.js", "scripts/**"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
  ...folders.map((folder) => importRule(folder, `sim/${folder}/**/*.ts`, pureFolders.includes(folder))),
  // A scenario is read from files, here and nowhere else.
  importRule("scenario", "sim/scenario/files/**/*.ts", false),
  { files: ["sim/**/*.ts"], ignores: realTime, ...timeRule },
  { files: simulatedTime, ...timeRule },
);
