import { Schema } from "effect"

/** Somebody who signed in to a server, with what is needed to stay so. Kept in a file that only they can read. */
export const SignedIn = Schema.Struct({
  version: Schema.Literal(1),
  server: Schema.String,
  authority: Schema.String,
  tenantId: Schema.String,
  clientId: Schema.String,
  scope: Schema.String,
  /** As Entra says: the user principal name. */
  username: Schema.String,
  /** @azure/identity's record of whose tokens in the cache these are; nothing in it is secret. */
  record: Schema.String,
  /** MSAL's cache, refresh token included. */
  cache: Schema.RedactedFromValue(Schema.String),
  accessToken: Schema.RedactedFromValue(Schema.String),
  /** What a policy demands of the next sign-in, as a claims request of OpenID Connect (JSON). */
  claims: Schema.optionalKey(Schema.String),
  /** Milliseconds since 1970. */
  expiresAt: Schema.Int
})
export type SignedIn = typeof SignedIn.Type
