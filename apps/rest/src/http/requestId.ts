import { randomUUID } from "node:crypto"

/** Ours, and those that the official clients of Azure and of Microsoft Graph send. */
const names = ["x-request-id", "x-ms-client-request-id", "client-request-id"]

/** The caller's ID of the request if it is a UUID, so that both logs have the same; otherwise a new one. */
export const requestIdOf = (header: (name: string) => string | null): string =>
  names
    .map(header)
    .find((id) => id !== null && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id))
    ?.toLowerCase() ?? randomUUID()
