/** Thrown by Cosmos DB's handlers; becomes the error body. Nothing has changed when it is thrown. */
export class CosmosFailure extends Error {
  readonly status: number
  readonly code: string
  /** `x-ms-substatus`; undefined: 0. */
  readonly substatus: number | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Further members of the body. */
  readonly further: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly substatus?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly further?: Readonly<Record<string, string>>
    } = {}
  ) {
    super(message)
    this.status = status
    this.code = code
    this.substatus = more.substatus
    this.headers = more.headers ?? {}
    this.further = more.further ?? {}
  }

  /** Returns the same failure with further headers. */
  with(headers: Readonly<Record<string, string>>): CosmosFailure {
    const { substatus, further } = this
    return new CosmosFailure(this.status, this.code, this.message, {
      ...(substatus === undefined ? {} : { substatus }),
      headers: { ...this.headers, ...headers },
      further
    })
  }
}

/** The body of an error; the message ends with the request's id, as the service's does. */
export const cosmosErrorBody = (code: string, message: string, activityId: string) => ({
  code,
  message: `${message}\r\nActivityId: ${activityId}, Microsoft.Azure.Documents.Common/2.14.0`
})

/** The form of backend messages. */
const errors = (...texts: ReadonlyArray<string>): string => `Message: ${JSON.stringify({ Errors: texts })}`

export const badRequest = (message: string, substatus?: number): CosmosFailure =>
  new CosmosFailure(400, "BadRequest", errors(message), substatus === undefined ? {} : { substatus })

export const notFound = (): CosmosFailure =>
  new CosmosFailure(404, "NotFound", errors("Resource Not Found. Learn more: https://aka.ms/cosmosdb-tsg-not-found"))

export const readSessionNotAvailable = (): CosmosFailure =>
  new CosmosFailure(404, "NotFound", errors("The read session is not available for the input session token."), {
    substatus: 1002
  })

export const conflict = (): CosmosFailure =>
  new CosmosFailure(
    409,
    "Conflict",
    errors(
      "Resource with specified id or name already exists. Learn more: https://aka.ms/CosmosDB/sql/errors/resource-exists"
    )
  )

export const preconditionFailed = (): CosmosFailure =>
  new CosmosFailure(
    412,
    "PreconditionFailed",
    errors(
      "One of the specified pre-condition is not met. Learn more: https://aka.ms/CosmosDB/sql/errors/precondition-failed"
    )
  )

export const rangeGone = (): CosmosFailure =>
  new CosmosFailure(410, "Gone", errors("The requested resource is no longer available at the server."), {
    substatus: 1002
  })

export const tooLarge = (): CosmosFailure =>
  new CosmosFailure(413, "RequestEntityTooLarge", errors("Request size is too large"))

/** `retryAfter`: real milliseconds. */
export const tooManyRequests = (retryAfter: number): CosmosFailure =>
  new CosmosFailure(
    429,
    "TooManyRequests",
    errors(
      "Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later. Learn more: http://aka.ms/cosmosdb-error-429"
    ),
    { substatus: 3200, headers: { "x-ms-retry-after-ms": String(retryAfter) } }
  )

export const unauthorized = (message: string, substatus?: number): CosmosFailure =>
  new CosmosFailure(401, "Unauthorized", message, substatus === undefined ? {} : { substatus })

export const forbidden = (message: string, substatus: number): CosmosFailure =>
  new CosmosFailure(403, "Forbidden", message, { substatus })
