import * as z from 'zod';

// Compiled validators need eval, which a strict Content-Security-Policy forbids.
z.config({ jitless: true });

/** An answer of the server that is not a success, or the lack of one (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Quoted in support requests; the server writes it beside the full error in its own log. */
    readonly id: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const flatError = z.object({ id: z.string().nullish(), code: z.string(), message: z.string() });
const nestedError = z.object({
  id: z.string().nullish(),
  errors: z.array(z.object({ code: z.string(), message: z.string() })).min(1),
});

/** v1 answers flat errors, v2 a list; both become one kind here. */
export function toApiError(status: number, body: unknown): ApiError {
  const flat = flatError.safeParse(body);
  if (flat.success) return new ApiError(status, flat.data.code, flat.data.message, flat.data.id ?? null);
  const nested = nestedError.safeParse(body);
  if (nested.success) {
    const [first] = nested.data.errors;
    const message = nested.data.errors.map((error) => error.message).join('\n');
    return new ApiError(status, first?.code ?? 'unknown', message, nested.data.id ?? null);
  }
  return new ApiError(status, 'unknown', `The server answered with status ${status}.`);
}

interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

async function send(path: string, request: Request): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: request.method ?? 'GET',
      headers: {
        Accept: 'application/json',
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal ? { signal: request.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'network', 'The Tailwater server cannot be reached. Check that it is running.');
  }
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    if (response.ok) throw new ApiError(response.status, 'malformed', `${path} did not answer with JSON.`);
  }
  if (!response.ok) throw toApiError(response.status, body);
  return body;
}

/** Sends a request and checks the shape of the answer before anything else sees it. */
export async function call<T>(path: string, schema: z.ZodType<T>, request: Request = {}): Promise<T> {
  return check(path, schema, await send(path, request));
}

/** The value as the schema has it; an error names the path that gave it. */
export function check<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    200,
    'malformed',
    `${path} answered in an unexpected shape.\n${z.prettifyError(parsed.error)}`,
  );
}

export async function callWithoutAnswer(path: string, request: Request): Promise<void> {
  await send(path, request);
}
