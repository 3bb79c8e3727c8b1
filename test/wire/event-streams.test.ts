import type http from "node:http";
import https from "node:https";
import { expect, test } from "vitest";
import type { HttpReply } from "../../sim/wire/exchange.ts";
import { testCertificates } from "../support/certificates.ts";
import { until } from "../support/until.ts";
import { rawHttp2, rawTls, startServer, TestStream } from "./support.ts";

for (const protocol of ["HTTP/1.1", "HTTP/2"] as const) {
  /** Opens a watch; `leave` ends the connection without a word. */
  async function watch(port: number, onData: (chunk: string) => void) {
    if (protocol === "HTTP/2") {
      const session = await rawHttp2(port);
      const stream = session.request({ ":path": "/watch" });
      stream.on("error", () => undefined);
      stream.setEncoding("utf8");
      await new Promise((resolve) => stream.once("response", resolve));
      stream.on("data", onData);
      return {
        leave: () => session.destroy(),
        pause: () => stream.pause(),
        resume: () => stream.resume(),
      };
    }
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      https
        .get(
          {
            host: "127.0.0.1",
            port,
            path: "/watch",
            ca: testCertificates.ca,
            servername: "kubernetes.default.svc",
            agent: false,
          },
          resolve,
        )
        .on("error", reject);
    });
    response.on("error", () => undefined);
    response.setEncoding("utf8").on("data", onData);
    return {
      leave: () => response.socket.destroy(),
      pause: () => response.pause(),
      resume: () => response.resume(),
    };
  }

  const streaming = async () => {
    const stream = new TestStream();
    let finished = 0;
    const server = await startServer(() => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: stream,
      finished: () => (finished += 1),
    }));
    return { ...server, stream, finished: () => finished };
  };

  test(`${protocol}: a stream's headers are sent before it has anything to say, its events as they come`, async () => {
    const { port, stream } = await streaming();
    let received = "";
    await watch(port, (chunk) => (received += chunk));
    stream.sink?.write("one\n");
    await until("the first event", () => received === "one\n");
    stream.sink?.write("two\n");
    await until("the second event", () => received === "one\ntwo\n");
    expect(stream.closed).toEqual([]);
  });

  test(`${protocol}: a stream is told once that its client is gone, and writing to it does no harm`, async () => {
    const { port, stream, finished } = await streaming();
    const { leave } = await watch(port, () => undefined);
    leave();
    await until("told", () => stream.closed.length > 0);
    expect(stream.sink?.write("anyone?\n")).toBe(false);
    stream.sink?.end();
    expect(stream.closed).toEqual(["client gone"]);
    expect(finished()).toBe(1);
  });

  test(`${protocol}: a stream that ends by itself is complete for its client, and not told`, async () => {
    const { port, stream, finished } = await streaming();
    let received = "";
    await watch(port, (chunk) => (received += chunk));
    stream.sink?.write("last\n");
    stream.sink?.end();
    await until("received and finished", () => received === "last\n" && finished() === 1);
    expect(stream.closed).toEqual([]);
  });

  test(`${protocol}: a stream is held back while its client does not read, and resumed afterwards`, async () => {
    const { port, stream } = await streaming();
    let received = 0;
    const { pause, resume } = await watch(port, (chunk) => (received += chunk.length));
    pause();
    let drained = 0;
    stream.sink?.onDrain(() => (drained += 1));
    const chunk = "x".repeat(64 * 1024);
    let written = 0;
    await until("held back", () => {
      let room = true;
      while (room && written < 64 * 1024 * 1024) {
        room = stream.sink?.write(chunk) ?? false;
        written += chunk.length;
      }
      return !room;
    });
    expect(written).toBeLessThan(64 * 1024 * 1024);
    resume();
    await until("drained", () => drained > 0);
    await until("all received", () => received === written);
  });

  test(`${protocol}: closing the server tells its streams and ends their connections`, async () => {
    const { port, stream, server, finished } = await streaming();
    await watch(port, () => undefined);
    await server.close();
    expect(stream.closed).toEqual(["the server is closing"]);
    expect(finished()).toBe(1);
  });
}

test("an answer that comes after its client has left is finished once, and its stream closed unopened", async () => {
  const stream = new TestStream();
  const waiting: ((reply: HttpReply) => void)[] = [];
  let finished = 0;
  const { port, everyoneLeft } = await startServer(
    () => new Promise<HttpReply>((resolve) => waiting.push(resolve)),
  );
  const session = await rawHttp2(port);
  for (const path of ["/whole", "/stream"]) session.request({ ":path": path }).on("error", () => undefined);
  await until("both asked", () => waiting.length === 2);
  session.destroy();
  await until("the connection is gone", everyoneLeft);
  const late: HttpReply = { status: 200, headers: {}, body: "late" };
  waiting[0]?.({ ...late, finished: () => (finished += 1) });
  waiting[1]?.({ status: 200, headers: {}, body: stream, finished: () => (finished += 1) });
  await until("finished", () => finished === 2);
  expect(stream.sink).toBeUndefined();
  expect(stream.closed).toEqual(["client gone"]);
});

test("requests sent before the answer to the first (pipelining) are all told when the client leaves", async () => {
  const streams: TestStream[] = [];
  const { port } = await startServer(() => {
    const stream = new TestStream();
    streams.push(stream);
    return { status: 200, headers: {}, body: stream };
  });
  const socket = await rawTls(port);
  socket.write("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  await until("both open", () => streams.length === 2 && streams.every(({ sink }) => sink !== undefined));
  socket.destroy();
  await until("both told", () => streams.every(({ closed }) => closed.length > 0));
});

test("many watches on few connections are all served and all told when the server closes", async () => {
  const count = 3000;
  const streams: TestStream[] = [];
  const { port, server } = await startServer(() => {
    const stream = new TestStream();
    streams.push(stream);
    return { status: 200, headers: {}, body: stream };
  });
  let events = 0;
  for (let connection = 0; connection < 10; connection++) {
    const session = await rawHttp2(port);
    for (let watch = 0; watch < count / 10; watch++) {
      session
        .request({ ":path": "/watch" })
        .on("error", () => undefined)
        .on("data", () => (events += 1));
    }
  }
  await until("all open", () => streams.length === count);
  for (const { sink } of streams) sink?.write("event\n");
  await until("all served", () => events === count);
  await server.close();
  expect(streams.filter(({ closed }) => closed.length === 1)).toHaveLength(count);
});
