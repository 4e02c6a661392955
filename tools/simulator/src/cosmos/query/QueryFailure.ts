import { CosmosFailure } from "../CosmosFailure.ts"

export interface Location {
  readonly start: number
  readonly end: number
}

/** A 400 in the query compiler's form. */
export const queryFailure = (code: string, message: string, location?: Location): CosmosFailure => {
  const error = { severity: "Error", ...(location ? { location } : {}), code, message }
  return new CosmosFailure(400, "BadRequest", `Message: ${JSON.stringify({ errors: [error] })}`)
}

export const syntaxError = (near: string, location: Location): CosmosFailure =>
  queryFailure("SC1001", `Syntax error, incorrect syntax near '${near}'.`, location)
