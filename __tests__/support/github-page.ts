import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/** Markdown as GitHub's renderer makes HTML of it, without its sanitizer: what gets through is seen. */
export function renderMarkdown(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
}

/** The tags of the page in their order, with the attributes that could do something. */
export function skeletonOf(html: string): string[] {
  // renderProse puts a dollar sign into a span of its own.
  return (html.match(/<!--|<\/?[a-z][^>]*>/gi) ?? []).filter((tag) => !/^<\/?span>$/.test(tag))
}

/** The text outside of code and links, where GitHub looks for mentions and references. */
export function liveTextOf(html: string): string {
  return html
    .replace(/<!--[^]*?-->/g, '')
    .replace(/<(pre|code|a)\b[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

/** What GitHub would make something of: a mention, a reference, a link, an emoji. */
export const live = /@[\w-]|#\d|\bGH-\d|https?:\/\/|ftp:\/\/|www\.\w|:[\w+-]+:|[\w.+-]+@[\w-]+\.\w/i
