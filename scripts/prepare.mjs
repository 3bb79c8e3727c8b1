import { spawnSync } from "node:child_process";
import { readdirSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.dirname(import.meta.dirname);
const buildMark = "dist/.tsbuildinfo";

/** Installs what is missing and builds what is older than its sources. Ends the process when that fails. */
export function prepare() {
  process.chdir(root);
  const locked = modified("package-lock.json");
  // npm writes this file last, so it tells of a complete installation, and of which age.
  if (modified("node_modules/.package-lock.json") < locked) run("npm", ["ci", "--no-audit", "--no-fund"]);
  const sources = Math.max(
    newestBelow("sim"),
    modified("tsconfig.json"),
    modified("tsconfig.build.json"),
    locked,
  );
  if (modified(buildMark) >= sources) return;
  run("npm", ["run", "--silent", "build"]);
  // The compiler leaves the mark alone when nothing but the sources' dates has changed.
  utimesSync(buildMark, new Date(), new Date());
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  console.error(`> ${command} ${args.join(" ")}`);
  // npm is a script on Windows, which only a shell can run.
  const { status, error } = spawnSync(command, args, {
    stdio: ["inherit", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

/** When the file was last changed, in milliseconds; 0 when there is none. @param {string} file */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} folder */
function newestBelow(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Math.max(...files.map((file) => modified(`${folder}/${file}`)));
}

/**
 * Runs a command's own file in this process, as if it had been called with these arguments: so signals reach
 * it, and its exit code is ours.
 *
 * @param {string} file @param {string[]} args
 */
export async function become(file, args) {
  const program = path.join(root, file);
  process.argv.splice(1, Infinity, program, ...args);
  await import(pathToFileURL(program).href);
}
