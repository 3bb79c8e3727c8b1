import { resolve } from "node:path";
import { expect, test } from "vitest";
import { checkProgram, environmentOf, runProgram } from "../../../sim/commands/up/run-program.ts";

const cluster = { directory: "a/b", apiserverUrl: "https://127.0.0.1:6443", prometheusUrl: undefined };

test.each([
  ["exit 0", 0],
  ["exit 7", 7],
  ["kill -TERM $$", 143],
  ["kill -KILL $$", 137],
  ['test "$KUBECONFIG" = "$PWD/a/b/kubeconfig" && test "$KVSIM_DIR" = "$PWD/a/b"', 0],
  ['test "$KVSIM_APISERVER_URL" = https://127.0.0.1:6443 && test -z "$KVSIM_PROMETHEUS_URL"', 0],
])("the exit code of sh -c %j is %i", async (script, exitCode) => {
  expect(await runProgram(["sh", "-c", script], cluster).exited).toBe(exitCode);
});

test("an interruption is passed on, and what the program makes of it counts", async () => {
  const program = runProgram([process.execPath, "-e", "setInterval(() => {}, 1000)"], cluster);
  program.interrupt("SIGHUP");
  expect(await program.exited).toBe(129);
});

test("a program that does not want to end is ended", async () => {
  const program = runProgram(["sh", "-c", "exec sleep 600"], cluster);
  await program.end();
  expect(await program.exited).toBe(143);
});

test.each([
  ["no-such-program", "there is no no-such-program on PATH"],
  ["/no/such/program", "there is no program /no/such/program"],
  ["/", "there is no program /"],
])("%s is not there, which is known before anything is started", async (program, message) => {
  await expect(checkProgram([program])).rejects.toThrow(message);
  await expect(runProgram([program], cluster).exited).rejects.toThrow(`${program} cannot be run`);
});

test.each([["sh"], [process.execPath]])("%s is there", async (program) => {
  await checkProgram([program, "-c", "anything"]);
});

test("there is a Prometheus in the environment where one runs, and paths do not depend on where the program runs", () => {
  expect(environmentOf({ ...cluster, prometheusUrl: "http://127.0.0.1:9090" })).toEqual({
    KUBECONFIG: resolve("a/b/kubeconfig"),
    KVSIM_DIR: resolve("a/b"),
    KVSIM_APISERVER_URL: "https://127.0.0.1:6443",
    KVSIM_PROMETHEUS_URL: "http://127.0.0.1:9090",
  });
});
