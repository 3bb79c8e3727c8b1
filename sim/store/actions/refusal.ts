/** Why something was not done, in virt-api's words; the HTTP status says what kind of reason it is. */
export interface Refusal {
  readonly code: 400 | 404 | 409;
  readonly message: string;
}

export function conflict(message: string): Refusal {
  return { code: 409, message };
}

export function notFound(resource: string, name: string): Refusal {
  return { code: 404, message: `${resource} "${name}" not found` };
}
