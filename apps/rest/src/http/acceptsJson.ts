/** Whether a client with this Accept header accepts JSON (RFC 9110, 12.5.1; `q=0` means: not this). */
export const acceptsJson = (accept: string | undefined): boolean => accepts(accept, "application/json")

/** The same for server-sent events. */
export const acceptsEvents = (accept: string | undefined): boolean => accepts(accept, "text/event-stream")

const accepts = (accept: string | undefined, offered: `${string}/${string}`): boolean => {
  if (accept === undefined || accept.trim() === "") return true
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase())
    return { type, refused: parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/u.test(parameter)) }
  })
  // The most specific range that speaks of it decides.
  const decisive = [offered, offered.replace(/\/.*/u, "/*"), "*/*"].flatMap((one) =>
    ranges.filter((range) => range.type === one)
  )[0]
  return decisive !== undefined && !decisive.refused
}
