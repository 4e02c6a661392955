/**
 * Whether each part of a compact token is written in the one way that its bytes have. Decoders ignore the spare bits of the
 * last character, so that one signature would have several spellings.
 */
export const isCanonical = (token: string): boolean =>
  token.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part)
