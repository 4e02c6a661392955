import { type Html, html } from "./Html.ts"

/** The address, if it is one that a browser may be sent to: https and nothing else, without a name or password in it. */
export const safeAddress = (address: string | undefined): URL | undefined => {
  if (address === undefined || !URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === "https:" && url.username === "" && url.password === "" ? url : undefined
}

/** A link out of the page, into a window of its own; just the text where the address isn't safe. */
export const outLink = (address: string | undefined, text: Html | string, style = "link"): Html => {
  const url = safeAddress(address)
  return url === undefined
    ? html``
    : html`<a class="${style}" href="${url.href}" target="_blank" rel="noopener noreferrer">${text}</a>`
}
