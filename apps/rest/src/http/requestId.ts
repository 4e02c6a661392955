import { randomUUID } from "node:crypto"

/** The caller's own X-Request-Id where it is a UUID, so that their log and ours tell the same; otherwise a new one. */
export const requestIdOf = (header: string | undefined): string =>
  header !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(header)
    ? header.toLowerCase()
    : randomUUID()
