/** Whether somebody who sends this Accept header takes JSON (RFC 9110, 12.5.1; `q=0` means: not this). */
export const acceptsJson = (accept: string | undefined): boolean => {
  if (accept === undefined || accept.trim() === "") return true
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase())
    return { type, refused: parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/u.test(parameter)) }
  })
  // The most specific range that speaks of JSON decides.
  const decisive = ["application/json", "application/*", "*/*"].flatMap((type) =>
    ranges.filter((range) => range.type === type)
  )[0]
  return decisive !== undefined && !decisive.refused
}
