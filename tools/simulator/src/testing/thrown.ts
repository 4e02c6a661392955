import { expect } from "vitest"

/** The error that the SDK throws for a refused request. */
export interface Thrown {
  readonly code: number | string
  readonly substatus: number | undefined
  readonly message: string
  readonly retryAfterInMs: number | undefined
}

const text = (value: object, name: string): unknown => Object.entries(value).find(([key]) => key === name)?.[1]

/** Fails the test unless the promise fails. */
export const thrownBy = async (result: Promise<unknown>): Promise<Thrown> => {
  try {
    await result
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // The SDK wraps the error of a batch.
    const met = error.cause instanceof Error ? error.cause : error
    return {
      code: text(met, "code") as number | string,
      substatus: text(met, "substatus") as number | undefined,
      message: met.message,
      retryAfterInMs: text(met, "retryAfterInMs") as number | undefined
    }
  }
  return expect.unreachable("It was not refused.")
}

/** Code and substatus. */
export const refusal = async (result: Promise<unknown>): Promise<readonly [unknown, unknown]> => {
  const { code, substatus } = await thrownBy(result)
  return [code, substatus]
}
