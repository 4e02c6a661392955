// @ts-check
// Makes a form's selection of people quick: searches while someone types, and carries out its buttons without loading the
// page. Without it, the same buttons send the form.

/** Milliseconds without a key before a search is sent. */
const pause = 300
/** Fewer characters find too many people. */
const shortest = 2

const form = document.querySelector("form#form")
const search = document.querySelector("#search")

/** The request under way; another one takes its place. @type {AbortController | undefined} */
let asking

/** Sends the form as this button would, and shows what comes back. @param {HTMLFormElement} sent @param {string} step */
const ask = async (sent, step) => {
  asking?.abort()
  const mine = new AbortController()
  asking = mine
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(sent)) if (typeof value === "string") body.append(name, value)
  body.set("do", step)
  if (step === "search") body.set("alone", "1")
  const answer = await fetch(sent.action, { method: "POST", body, redirect: "manual", signal: mine.signal })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
  if (mine.signal.aborted) return
  const focused = document.activeElement?.id ?? ""
  for (const part of document.querySelectorAll("[data-pick]")) {
    const next = fresh.querySelector(`#${CSS.escape(part.id)}`)
    if (next !== null) part.replaceWith(document.importNode(next, true))
  }
  // What was added or removed has no button any more: the search is where one goes on.
  const target = document.getElementById(focused) ?? search
  if (target instanceof HTMLElement && document.activeElement !== target) target.focus()
}

if (form instanceof HTMLFormElement && search instanceof HTMLInputElement) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  search.addEventListener("input", () => {
    clearTimeout(timer)
    asking?.abort()
    const { length } = search.value.trim()
    if (length > 0 && length < shortest) return
    // What can't be searched now is searched by the button, which says why.
    timer = setTimeout(() => void ask(form, "search").catch(() => undefined), pause)
  })
  // Typed before this script was there.
  if (search.value !== search.defaultValue) search.dispatchEvent(new Event("input"))
  form.addEventListener("submit", (event) => {
    const { submitter } = event
    if (!(submitter instanceof HTMLButtonElement) || submitter.name !== "do") return
    if (!/^(?:search$|(?:add|drop|star|unstar) )/u.test(submitter.value)) return
    event.preventDefault()
    clearTimeout(timer)
    const { value } = submitter
    ask(form, value).catch((/** @type {unknown} */ problem) => {
      if (problem instanceof DOMException && problem.name === "AbortError") return
      // Sent by the browser, the page says what is wrong, or leads to the sign-in.
      const field = document.createElement("input")
      Object.assign(field, { type: "hidden", name: "do", value })
      form.append(field)
      form.submit()
    })
  })
}
