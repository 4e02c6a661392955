import { Schema } from "effect"

/** What a program needs to sign a person in to this server. Nothing in it is secret. */
export const SignIn = Schema.Struct({
  authority: Schema.String.annotate({
    format: "uri",
    description: "The address of Microsoft Entra ID, without a trailing slash.",
    examples: ["https://login.microsoftonline.com"]
  }),
  tenantId: Schema.String.annotate({
    format: "uuid",
    description: "The Entra tenant.",
    examples: ["73b7a1ee-6ef7-4c54-9a0f-9a3f0a3c1b5d"]
  }),
  scope: Schema.String.annotate({
    description: "The scope to request a token for.",
    examples: ["api://5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111/access_as_user"]
  }),
  clientId: Schema.optionalKey(
    Schema.String.annotate({
      format: "uuid",
      description:
        "The public client for signing in with a device code. Absent if none is configured; get a token in another" +
        " way then.",
      examples: ["0c7e5b9a-9a4f-4d0b-8a53-6f1f3c2b1a09"]
    })
  )
}).annotate({ identifier: "SignIn" })
export type SignIn = typeof SignIn.Type
