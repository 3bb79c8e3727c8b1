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
const pureFolders = ["clock", "model", "metrics", "store", "faults", "plot"];
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

/** @param {string} folder */
function importRule(folder) {
  const own = layers.findIndex((layer) => layer.includes(folder));
  const forbidden = folders.filter(
    (other) => other !== folder && layers.findIndex((layer) => layer.includes(other)) >= own,
  );
  return {
    files: [`sim/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": /** @type {const} */ ([
        "error",
        {
          paths: pureFolders.includes(folder) ? ioModules : [],
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
  ...folders.map(importRule),
);
