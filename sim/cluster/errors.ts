/** Something the user can put right: what is wrong, and how to fix it. */
export class ClusterError extends Error {
  /** Empty where there is nothing to do but start again. */
  readonly fix: string;

  constructor(message: string, fix = "") {
    super(message);
    this.name = "ClusterError";
    this.fix = fix;
  }
}

/** The system's name for what went wrong, such as `EADDRINUSE`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
