/** How long a connection may be silent before it is asked whether it lives, and how long it may take to answer. */
export interface HealthCheckSettings {
  readonly silenceSeconds: number;
  readonly answerSeconds: number;
}

/** client-go's defaults: HTTP2_READ_IDLE_TIMEOUT_SECONDS and HTTP2_PING_TIMEOUT_SECONDS. */
export const clientGoHealthCheck: HealthCheckSettings = { silenceSeconds: 30, answerSeconds: 15 };

interface HealthCheckOptions {
  readonly settings: HealthCheckSettings;
  /** Sends a ping; its answer is heard like anything else. */
  readonly ping: () => void;
  readonly lost: () => void;
}

/** Notices that the other end of a connection has gone without a word. Its timers keep no process alive. */
export class HealthCheck {
  readonly #options: HealthCheckOptions;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: HealthCheckOptions) {
    this.#options = options;
    this.heard();
  }

  /** Something came from the other end. */
  heard(): void {
    if (this.#stopped) return;
    const { settings, ping, lost } = this.#options;
    this.#wait(settings.silenceSeconds, () => {
      this.#wait(settings.answerSeconds, lost);
      ping();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #wait(seconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, seconds * 1000).unref();
  }
}
