// npm start: brings the quickstart up from a fresh clone. Further arguments go to `kvsim up`.
import { setInterval } from "node:timers";
import { become, prepare } from "./prepare.mjs";

const given = process.argv.slice(2);
prepare();
endWithParent();
await become("dist/cli.js", ["up", "scenarios/quickstart.yaml", ...given]);

/** A signal to npm ends the shell that npm runs us in, and that shell does not pass it on. */
function endWithParent() {
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  };
  setInterval(look, 200).unref();
}
