// @ts-check
// Shows what changed on an Incident page (follow.js fetches it), and times in the reader's time zone. Without it the page stays as it was when
// it was opened.

const root = document.documentElement

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(undefined, options)
const formats = {
  full: format({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short"
  }),
  clock: format({ hour: "numeric", minute: "2-digit" }),
  day: format({ day: "numeric", month: "short" })
}

/** Times are served in UTC, which stays as the title. @param {ParentNode} within */
const localize = (within) => {
  for (const element of within.querySelectorAll("time[data-time]")) {
    if (!(element instanceof HTMLTimeElement)) continue
    element.title = element.textContent ?? ""
    element.textContent = formats.full.format(new Date(element.dateTime))
  }
  for (const element of within.querySelectorAll("text[data-at]")) {
    const at = new Date(Number(element.getAttribute("data-at")))
    element.textContent = formats[element.getAttribute("data-time") === "day" ? "day" : "clock"].format(at)
  }
}

/** Each part as it was served, to see what changed. @param {ParentNode} within @returns {Map<string, string>} */
const partsOf = (within) =>
  new Map(
    [...within.querySelectorAll("[data-part]")].map((part) => [part.getAttribute("data-part") ?? "", part.outerHTML])
  )

/**
 * Where the keyboard is, in words that find it again in a new version of the part.
 *
 * @param {Element} part
 * @returns {string | undefined}
 */
const focusIn = (part) => {
  const focused = document.activeElement
  if (focused === null || !part.contains(focused)) return undefined
  if (focused.id !== "") return `#${CSS.escape(focused.id)}`
  const folded = focused.closest("details[id]")
  if (focused.localName === "summary" && folded !== null) return `#${CSS.escape(folded.id)} > summary`
  const address = focused.getAttribute("href")
  return address === null ? undefined : `${focused.localName}[href="${CSS.escape(address)}"]`
}

/** What a part says but for times: those alone are no news. @param {Element} part */
const untimed = (part) => {
  const copy = document.importNode(part, true)
  for (const moment of copy.querySelectorAll("time")) moment.remove()
  return copy.textContent
}

/** Puts a new version in a part's place, and leaves open what is open and typed what is typed. @param {Element} before @param {Element} after */
const replace = (before, after) => {
  const focus = focusIn(before)
  for (const folded of before.querySelectorAll("details[id]")) {
    const same = after.querySelector(`#${CSS.escape(folded.id)}`)
    if (folded instanceof HTMLDetailsElement && same instanceof HTMLDetailsElement) same.open = folded.open
  }
  for (const field of before.querySelectorAll("textarea[id]")) {
    const same = after.querySelector(`#${CSS.escape(field.id)}`)
    if (field instanceof HTMLTextAreaElement && same instanceof HTMLTextAreaElement) same.value = field.value
  }
  const isNews = untimed(before) !== untimed(after)
  localize(after)
  before.replaceWith(after)
  if (isNews) after.classList.add("changed")
  const focused = focus === undefined ? null : after.querySelector(focus)
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
}

let known = partsOf(document)
localize(document)

/** @param {string} text */
const show = (text) => {
  const main = document.querySelector("main")
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main")
  if (main === null || fresh === null) return
  const parts = partsOf(fresh)
  if ([...parts.keys()].join() !== [...known.keys()].join()) {
    localize(fresh)
    main.replaceWith(document.importNode(fresh, true))
  } else {
    for (const after of fresh.querySelectorAll("[data-part]")) {
      const name = after.getAttribute("data-part") ?? ""
      const before = document.querySelector(`[data-part="${CSS.escape(name)}"]`)
      if (before !== null && known.get(name) !== parts.get(name)) replace(before, document.importNode(after, true))
    }
  }
  known = parts
}

/** Said aloud. @param {string} text */
const announce = (text) => {
  const news = document.querySelector("#news")
  if (news !== null) news.textContent = text
}

/** @param {unknown} value @returns {value is { title: string, state: string, main: string }} */
const isPage = (value) =>
  typeof value === "object" && value !== null && "title" in value && "state" in value && "main" in value

let state = root.dataset["state"] ?? ""

document.addEventListener("page", (event) => {
  /** @type {unknown} */
  const page = event instanceof CustomEvent ? JSON.parse(String(event.detail)) : undefined
  if (!isPage(page)) return
  document.title = page.title
  show(page.main)
  if (page.state !== "" && page.state !== state) announce(`This incident is now ${page.state}.`)
  state = page.state
})

// Whether changes arrive by themselves.
document.addEventListener("live", (event) => {
  const live = document.querySelector("#live")
  if (!(event instanceof CustomEvent) || !(live instanceof HTMLElement)) return
  const [connection = "", words = ""] = String(event.detail).split("\n")
  live.dataset["live"] = connection
  const text = live.querySelector("p")
  if (text !== null) text.textContent = words
})
