import { expect } from "vitest"
import type { Page } from "./browser.ts"

/** Presses of Tab after which what is looked for isn't on the page. */
const most = 200

/** What a screen reader says of the focused element, and whether its focus can be seen. */
const focused = `(() => {
  const element = document.activeElement
  if (element === null || element === document.body) return { name: "", visible: true }
  const named = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent ?? ""
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return { name: named.trim().replaceAll(/\\s+/gu, " "), visible: outlineStyle !== "none" && outlineWidth !== "0px" }
})()`

/**
 * Someone without a mouse: reaches everything by Tab alone, and sees where they are. `loads`: whether each link and button
 * loads a page, as without script.
 */
export const keyboardOf = (page: Page, loads: boolean) => {
  const enterKey = async (): Promise<void> => {
    const loaded = loads ? page.waitForEvent("load") : undefined
    await page.keyboard.press("Enter")
    await loaded
  }
  const reach = async (name: string | RegExp): Promise<void> => {
    const passed: Array<string> = []
    while (passed.length < most) {
      await page.keyboard.press("Tab")
      const at: unknown = await page.evaluate(focused)
      const { name: here, visible } = at as { readonly name: string; readonly visible: boolean }
      expect(`${here}: focus is ${visible ? "visible" : "invisible"}`).toBe(`${here}: focus is visible`)
      if (typeof name === "string" ? here === name : name.test(here)) return
      passed.push(here)
    }
    throw new Error(`Tab never reaches ${String(name)}, but ${passed.join(" | ")}`)
  }
  return {
    reach,
    /** A link or a button. */
    press: async (name: string | RegExp): Promise<void> => {
      await reach(name)
      await enterKey()
    },
    /** Sends what was entered, as the first button of the form does. */
    send: enterKey,
    /** A check box. */
    toggle: async (name: string | RegExp): Promise<void> => {
      await reach(name)
      await page.keyboard.press("Space")
    },
    /** A field whose text is replaced; a choice by the beginning of its words. */
    enter: async (name: string | RegExp, text: string): Promise<void> => {
      await reach(name)
      await page.keyboard.press("ControlOrMeta+a")
      await page.keyboard.type(text)
    }
  }
}
