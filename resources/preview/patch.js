// Keeps the page in step with the manuscript. Runs in a world of its own: the page itself has no scripts.
// Patches come as values from the window; what happens on the page goes back through `say`.
"use strict";
(() => {
  const PREFIX = "@TOKEN@";
  const main = document.querySelector("main");
  const body = document.querySelector(".body");
  const root = document.documentElement;
  const marks = new Map();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {
    marks.set(walker.currentNode.data, walker.currentNode);
  }
  let blocks = [];
  let lines = [];
  let followed = -1;
  let following = false;

  const say = (what, value) => console.log(PREFIX + JSON.stringify([what, value]));

  const parse = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return [...template.content.childNodes].filter((node) => node.nodeType !== 3 || node.data.trim());
  };

  const syncAttributes = (old, now) => {
    for (const { name } of [...old.attributes]) {
      if (!now.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of now.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  };

  // Makes `old` equal to `now`, touching only what differs; returns the node that stands in the page.
  const morph = (old, now) => {
    if (old.isEqualNode(now)) return old;
    if (old.nodeType !== now.nodeType || old.nodeName !== now.nodeName || old.id !== now.id) {
      old.replaceWith(now);
      return now;
    }
    if (old.nodeType !== 1) {
      old.data = now.data;
      return old;
    }
    syncAttributes(old, now);
    morphList(old, [...old.childNodes], [...now.childNodes], null);
    return old;
  };

  // Makes the run of nodes `old` in `parent` equal to `now`; a node that is gone or new in the middle moves no other.
  const morphList = (parent, old, now, before) => {
    const result = new Array(now.length);
    let head = 0;
    let tail = 0;
    const most = Math.min(old.length, now.length);
    while (head < most && old[head].isEqualNode(now[head])) {
      result[head] = old[head];
      head += 1;
    }
    while (tail < most - head && old[old.length - 1 - tail].isEqualNode(now[now.length - 1 - tail])) {
      result[now.length - 1 - tail] = old[old.length - 1 - tail];
      tail += 1;
    }
    const left = old.slice(head, old.length - tail);
    const made = now.slice(head, now.length - tail);
    const after = tail ? old[old.length - tail] : old.length ? old[old.length - 1].nextSibling : before;
    const both = Math.min(left.length, made.length);
    for (let i = 0; i < both; i += 1) result[head + i] = morph(left[i], made[i]);
    for (let i = both; i < left.length; i += 1) left[i].remove();
    for (let i = both; i < made.length; i += 1) {
      parent.insertBefore(made[i], after);
      result[head + i] = made[i];
    }
    return result;
  };

  const part = (name, html) => {
    const [start, end] = [marks.get(name), marks.get("/" + name)];
    const old = [];
    for (let node = start.nextSibling; node !== end; node = node.nextSibling) old.push(node);
    morphList(main, old, parse(html), end);
  };

  const patchBody = (change) => {
    const keepHead = change.all ? 0 : change.head;
    const keepTail = change.all ? 0 : change.tail;
    const left = blocks.slice(keepHead, blocks.length - keepTail);
    const tailBlocks = keepTail ? blocks.slice(blocks.length - keepTail) : [];
    const parsed = change.blocks.map(parse);
    const following = tailBlocks.find((nodes) => nodes.length);
    const nodes = morphList(body, left.flat(), parsed.flat(), following ? following[0] : null);
    let at = 0;
    const made = parsed.map((block) => nodes.slice(at, (at += block.length)));
    blocks = [...blocks.slice(0, keepHead), ...made, ...tailBlocks];
    lines = change.lines;
  };

  const patch = (change) => {
    if (change.title !== undefined && change.title !== null) document.title = change.title;
    if (change.lang) root.lang = change.lang;
    if (change.direction) root.dir = change.direction;
    for (const name of ["top", "hero", "replies", "end"]) {
      if (change[name] !== undefined && change[name] !== null) part(name, change[name]);
    }
    if (change.body) patchBody(change.body);
    if (following && followed >= 0) keepInSight(followed);
  };

  // The vertical place of a source line in the document: between the top of its block and the top of the next.
  const placeOf = (line) => {
    let index = lines.length - 1;
    while (index > 0 && lines[index] > line) index -= 1;
    const first = blocks[index] && blocks[index][0];
    if (!first || !first.getBoundingClientRect) return null;
    const last = blocks[index][blocks[index].length - 1];
    const top = first.getBoundingClientRect().top;
    const bottom = last.getBoundingClientRect().bottom;
    const span = index + 1 < lines.length ? lines[index + 1] - lines[index] : 1;
    const share = Math.min(1, Math.max(0, (line - lines[index]) / Math.max(1, span)));
    return { top: top + (bottom - top) * share, blockTop: top, blockBottom: bottom };
  };

  const keepInSight = (line) => {
    const height = window.innerHeight;
    if (line < 0) {
      window.scrollTo({ top: 0, behavior: "instant" });
      return;
    }
    const place = placeOf(line);
    if (!place) return;
    const whole = place.blockTop >= 0 && place.blockBottom <= height;
    if (whole || (place.top >= height * 0.08 && place.top <= height * 0.85)) return;
    window.scrollBy({ top: place.top - height * 0.33, behavior: "instant" });
  };

  const follow = (line) => {
    followed = line;
    following = true;
    keepInSight(line);
  };

  const letGo = () => {
    following = false;
  };
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) {
    document.addEventListener(kind, letGo, { passive: true, capture: true });
  }

  const lineAt = (node, y) => {
    for (let index = 0; index < blocks.length; index += 1) {
      if (!blocks[index].some((top) => top.contains(node))) continue;
      const top = blocks[index][0].getBoundingClientRect().top;
      const bottom = blocks[index][blocks[index].length - 1].getBoundingClientRect().bottom;
      const next = index + 1 < lines.length ? lines[index + 1] : lines[index] + 1;
      const share = bottom > top ? Math.min(0.999, Math.max(0, (y - top) / (bottom - top))) : 0;
      // One source line is left for the blank line between blocks.
      return lines[index] + Math.floor(share * Math.max(1, next - lines[index] - 1));
    }
    return -1;
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (link) event.preventDefault();
      if (link && (event.ctrlKey || event.metaKey)) {
        const address = link.getAttribute("href");
        if (address.startsWith("#")) {
          const target = document.getElementById(decodeURIComponent(address.slice(1)));
          if (target) target.scrollIntoView({ behavior: "instant", block: "center" });
        } else {
          say("link", address);
        }
        return;
      }
      const selection = window.getSelection();
      if (event.button !== 0 || (selection && !selection.isCollapsed)) return;
      const line = lineAt(event.target, event.clientY);
      if (line >= 0) say("line", line);
    },
    true,
  );
  for (const kind of ["auxclick", "dragstart", "drop", "dragover", "submit"]) {
    document.addEventListener(kind, (event) => event.preventDefault(), true);
  }

  const appearance = (name) => {
    root.dataset.theme = name;
  };

  const showReply = (number) => {
    const reply = document.getElementById("reply-" + number);
    const target = reply || document.querySelector(".replies");
    if (target) target.scrollIntoView({ behavior: "instant", block: reply ? "center" : "start" });
    following = false;
  };

  globalThis.famedit = { patch, follow, appearance, showReply };
  say("ready", true);
})();
