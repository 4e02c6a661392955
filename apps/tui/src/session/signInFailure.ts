import { SignInRefused, SignInUnavailable } from "./SessionFailure.ts"

const again = "Run incident-teams login again."

/** Of a device that asks for its code or its tokens MSAL tells only the kind of refusal, not Entra's own code. */
const ofDevice = (error: string): string => `post_request_failed: ${error}`

/** What Entra's refusals mean here ("Microsoft Entra authentication and authorization error codes", RFC 8628). */
const refusals: ReadonlyArray<readonly [signs: ReadonlyArray<string>, detail: string, remedy: string]> = [
  [["authorization_declined"], "The sign-in was declined.", again],
  [["expired_token", "device_code_expired"], "The code expired before it was entered.", again],
  [
    ["AADSTS7000218", ofDevice("invalid_client")],
    "The console's app registration doesn't allow public client flows.",
    "Ask the server's administrator to allow them: Authentication, Advanced settings, Allow public client flows."
  ],
  [
    ["AADSTS700016", ofDevice("unauthorized_client")],
    "The tenant doesn't know the console's app registration.",
    "Ask the server's administrator to correct CONSOLE_CLIENT_ID."
  ],
  [
    // Refused when the code was asked for: nothing says why.
    [ofDevice("bad_verification_code")],
    "Microsoft Entra didn't issue a sign-in code for this server.",
    "Ask the server's administrator to check CONSOLE_CLIENT_ID, API_AUDIENCE and API_SCOPE."
  ],
  [
    ["AADSTS65001"],
    "The console has no consent to call Incident Teams.",
    "Ask an administrator of the tenant to grant consent for the console's permission access_as_user."
  ],
  [
    [ofDevice("invalid_grant")],
    "Microsoft Entra refused the sign-in.",
    "The page in the browser shows the reason. The account may be disabled, or blocked by a policy of the tenant."
  ]
]

const network = /network_error|endpoints_resolution_error|openid_config_error/u

/** The first line of what Entra says, without the ids of its own logs. */
const firstLine = (message: string): string => (/^[^\r\n]*/u.exec(message)?.[0] ?? "").replace(/\s+Trace ID:.*$/u, "")

/** What became of a sign-in, from whatever @azure/identity threw. */
export const signInFailure = (error: unknown): SignInRefused | SignInUnavailable => {
  const message = error instanceof Error ? error.message : String(error)
  for (const [signs, detail, remedy] of refusals) {
    if (signs.some((sign) => message.includes(sign))) return new SignInRefused({ detail, remedy })
  }
  return network.test(message)
    ? new SignInUnavailable({
        detail: "Microsoft Entra can't be reached.",
        remedy:
          "Check the network connection, and NODE_EXTRA_CA_CERTS if a proxy has its own certificate. Then try again.",
        cause: error
      })
    : new SignInRefused({ detail: `Microsoft Entra says: ${firstLine(message)}`, remedy: again })
}
