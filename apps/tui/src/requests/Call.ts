/** A request as it goes over the wire. The token isn't part of it: it is nobody's to see or copy. */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body?: string
}
