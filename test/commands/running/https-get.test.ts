import { once } from "node:events";
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { httpsGet, whyNoAnswer } from "../../../sim/commands/running/https-get.ts";

async function listener(onSocket: (socket: net.Socket) => void): Promise<net.Server> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    onSocket(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return server;
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

async function whyNot(port: number, timeoutSeconds: number): Promise<string> {
  const asked = httpsGet(`https://127.0.0.1:${port}/metrics`, { timeoutSeconds });
  return asked.then(() => "an answer", whyNoAnswer);
}

test("a connection that is cut is called reset", async () => {
  const server = await listener((socket) => socket.resetAndDestroy());
  expect(await whyNot(portOf(server), 20)).toBe("connection reset");
});

test("silence ends after the time given", async () => {
  const server = await listener(() => undefined);
  expect(await whyNot(portOf(server), 0.1)).toBe("no answer in time");
});

test("where nobody listens, the connection is refused", async () => {
  const server = await listener(() => undefined);
  const port = portOf(server);
  server.close();
  await once(server, "close");
  expect(await whyNot(port, 20)).toBe("connection refused");
});
