// @ts-check
// Hands the session over to the frame that opened this window, and to no other site.

const { handed } = document.documentElement.dataset
/** @type {unknown} */
const opener = window.opener
if (handed !== undefined && opener !== null) {
  // The DOM's own types say nothing of it, and it is of another realm than this one's Window.
  // oxlint-disable-next-line typescript/no-unsafe-call, typescript/no-unsafe-member-access
  Object(opener).postMessage(handed, location.origin)
  window.close()
}
