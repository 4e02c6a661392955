/** An answer in ARM's error envelope, `{"error":{"code","message"}}`. */
export class ArmError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = "ArmError"
    this.status = status
    this.code = code
    this.headers = headers
  }

  toResponse(): Response {
    return Response.json({ error: { code: this.code, message: this.message } }, this)
  }
}

export const invalidAuthenticationToken = (hasToken: boolean): ArmError => {
  const authority = `authorization_uri="https://login.microsoftonline.com/common"`
  return hasToken
    ? new ArmError(401, "InvalidAuthenticationToken", "The access token is invalid.", {
        "www-authenticate": `Bearer ${authority}, error="invalid_token", error_description="The access token is invalid."`
      })
    : new ArmError(
        401,
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing or has no bearer token.",
        { "www-authenticate": `Bearer ${authority}` }
      )
}

/** Claims challenge: the user must sign in again with these claims (JSON). */
export const insufficientClaims = (claims: string): ArmError =>
  new ArmError(401, "InsufficientClaims", "Multi-factor authentication is required for this operation.", {
    "www-authenticate":
      `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ` +
      `error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`
  })

export const authorizationFailed = (
  client: { readonly name: string; readonly objectId: string },
  action: string,
  scope: string
): ArmError =>
  new ArmError(
    403,
    "AuthorizationFailed",
    `The client '${client.name}' with object id '${client.objectId}' does not have authorization to perform action ` +
      `'${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh ` +
      `your credentials.`
  )

export const subscriptionNotFound = (id: string): ArmError =>
  new ArmError(404, "SubscriptionNotFound", `The subscription '${id}' could not be found.`)

export const resourceGroupNotFound = (name: string): ArmError =>
  new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`)

/** ARM's own 404 for a missing resource that it tracks, such as a workspace. */
export const resourceNotFound = (type: string, name: string, resourceGroup: string): ArmError =>
  new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please ` +
      `go to https://aka.ms/ARMResourceNotFoundFix`
  )

/** ARM's answer to a type or action that the api-version doesn't have. */
export const invalidResourceType = (namespace: string, apiVersion: string): ArmError =>
  new ArmError(
    404,
    "InvalidResourceType",
    `The resource type could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`
  )

export const methodNotAllowed = (method: string): ArmError =>
  new ArmError(405, "MethodNotAllowed", `The requested resource does not support http method '${method}'.`)

export const badRequest = (message: string): ArmError => new ArmError(400, "BadRequest", message)

/** Text from user reports: Azure/Azure-Sentinel issues 883 and 909. */
export const conflict = (name: string): ArmError =>
  new ArmError(409, "Conflict", `Newer version of resource '${name}' exists. Data was not saved`)

export const tooManyRequests = (operation: string, retryAfterSeconds: number): ArmError =>
  new ArmError(
    429,
    "SubscriptionRequestsThrottled",
    `Number of '${operation}' requests for the principal exceeded the limit. Please try again after ` +
      `'${retryAfterSeconds}' seconds.`,
    { "retry-after": String(retryAfterSeconds) }
  )
