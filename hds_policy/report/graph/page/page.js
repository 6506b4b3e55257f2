"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const svg = byId("drawing");
  const cards = [...svg.querySelectorAll(".node")];
  const lines = [...svg.querySelectorAll(".link")];
  const rows = [...byId("list").tBodies[0].rows];
  const details = byId("details");
  const cardOf = new Map(cards.map((card) => [card.dataset.key, card]));
  const rowOf = new Map(rows.map((row) => [row.dataset.key, row]));

  // ---- search and filters: what does not fit fades in the drawing and leaves the list
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map();
  for (const [key, node] of Object.entries(data.nodes)) {
    const said = node.remarks.map((remark) => remark.join(" ")).join(" ");
    const places = node.layers.map((layer) => layer[2].map((at) => at.join(" ")).join(" ")).join(" ");
    words.set(key, fold([node.address, node.root, node.type, node.role, node.file, node.why, places, said].join(" ")));
  }
  const shown = new Set();

  function layersOf(node, layer) {
    return layer ? node.layers.filter((entry) => entry[0] === layer) : node.layers;
  }

  function resultOf(node, layer) {
    if (!layer || !node.layers.length) return node.result;
    const found = layersOf(node, layer);
    return found.length ? found[0][1] : "not_applicable";
  }

  function paint(element, result) {
    for (const name of [...element.classList]) if (name.startsWith("r-")) element.classList.remove(name);
    element.classList.add("r-" + result);
    const use = element.querySelector("use");
    if (use) use.setAttribute("href", "#s-" + result);
  }

  function filter() {
    const wanted = fold(byId("search").value).split(/\s+/).filter(Boolean);
    const layer = byId("layer").value;
    const hoster = byId("hoster").value;
    const region = byId("region").value;
    const results = new Set(
      [...document.querySelectorAll(".chip[aria-pressed=true]")].map((chip) => chip.dataset.result));
    const everyResult = results.size === document.querySelectorAll(".chip").length;
    shown.clear();
    for (const [key, node] of Object.entries(data.nodes)) {
      const result = resultOf(node, layer);
      const places = layersOf(node, layer).flatMap((entry) => entry[2]);
      const fits = wanted.every((word) => words.get(key).includes(word))
        && (!hoster && !region || places.some((at) => (!hoster || at[0] === hoster) && (!region || at[1] === region)))
        && (!layer || node.layers.length > 0)
        && (everyResult || results.has(result));
      if (fits) shown.add(key);
      const card = cardOf.get(key);
      if (card) {
        paint(card, result);
        card.classList.toggle("off", !fits);
        const label = card.getAttribute("aria-label").replace(/^[^,]*/, data.names[result]);
        card.setAttribute("aria-label", label);
      }
      const row = rowOf.get(key);
      row.hidden = !fits;
      paint(row, result);
      const icon = row.querySelector(".icon");
      paint(icon, result);
      icon.setAttribute("aria-label", data.names[result]);
      row.querySelector(".result").textContent = data.names[result];
    }
    for (const line of lines) {
      line.classList.toggle("off", !(shown.has(line.dataset.source) && shown.has(line.dataset.target)));
    }
    const total = Object.keys(data.nodes).length;
    const of = layer ? " · colours and shapes tell the layer " + layer : "";
    byId("count").textContent = shown.size === total && !layer
      ? total + (total === 1 ? " resource" : " resources")
      : shown.size + " of " + total + " shown" + of;
    roam();
  }

  // ---- the view: a part of the drawing, as a view box
  const size = { width: +svg.dataset.width, height: +svg.dataset.height, margin: +svg.dataset.margin };
  const view = { x: 0, y: 0, scale: 1 };
  const CLOSEST = 3, FAR = 0.5, FARTHER = 0.3;
  const WIDTH = +svg.dataset.card, HEIGHT = +svg.dataset.row;

  function fitting() {
    const box = svg.getBoundingClientRect();
    return Math.min(box.width / size.width, box.height / size.height);
  }

  function look() {
    const box = svg.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const least = Math.min(fitting(), 1) * 0.8;
    view.scale = Math.min(CLOSEST, Math.max(least, view.scale));
    svg.setAttribute("viewBox", [view.x, view.y, box.width / view.scale, box.height / view.scale].join(" "));
    svg.classList.toggle("far", view.scale < FAR);
    svg.classList.toggle("farther", view.scale < FARTHER);
    svg.dataset.scale = view.scale.toFixed(3);
  }

  function fit(keys) {
    const box = svg.getBoundingClientRect();
    let area = { left: -size.margin, top: -size.margin, width: size.width, height: size.height };
    const some = keys && keys.filter((key) => cardOf.has(key));
    if (some && some.length) {
      const at = some.map((key) => placeOf(cardOf.get(key)));
      const left = Math.min(...at.map((p) => p.x)) - size.margin;
      const top = Math.min(...at.map((p) => p.y)) - size.margin;
      area = {
        left, top,
        width: Math.max(...at.map((p) => p.x)) + WIDTH + size.margin - left,
        height: Math.max(...at.map((p) => p.y)) + HEIGHT + size.margin - top,
      };
    }
    view.scale = Math.min(1.15, box.width / area.width, box.height / area.height);
    view.x = area.left - (box.width / view.scale - area.width) / 2;
    view.y = area.top - (box.height / view.scale - area.height) / 2;
    look();
  }

  function zoom(factor, px, py) {
    const box = svg.getBoundingClientRect();
    const atX = px === undefined ? box.width / 2 : px - box.left;
    const atY = py === undefined ? box.height / 2 : py - box.top;
    const before = view.scale;
    view.scale *= factor;
    const least = Math.min(fitting(), 1) * 0.8;
    view.scale = Math.min(CLOSEST, Math.max(least, view.scale));
    view.x += atX / before - atX / view.scale;
    view.y += atY / before - atY / view.scale;
    look();
  }

  const matrix = /translate\((-?[\d.]+) (-?[\d.]+)\)/;
  const placed = new Map(cards.map((card) => {
    const found = matrix.exec(card.getAttribute("transform"));
    return [card, { x: +found[1], y: +found[2] }];
  }));
  const placeOf = (card) => placed.get(card);

  function bring(card, closer) {
    const box = svg.getBoundingClientRect();
    if (closer && view.scale < FAR) view.scale = 0.9;
    const at = placeOf(card);
    const wide = box.width / view.scale, high = box.height / view.scale;
    const edge = 24 / view.scale;
    if (closer || at.x < view.x + edge || at.x + WIDTH > view.x + wide - edge) view.x = at.x + WIDTH / 2 - wide / 2;
    if (closer || at.y < view.y + edge || at.y + HEIGHT > view.y + high - edge) view.y = at.y + HEIGHT / 2 - high / 2;
    look();
  }

  const fingers = new Map();
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) moved = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(now.x - other.x, now.y - other.y);
      if (before) zoom(after / before, (now.x + other.x) / 2, (now.y + other.y) / 2);
      moved += 9;
    } else {
      moved += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
      if (moved > 4) {
        // Capturing before there is a move would take the click away from the card.
        if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
        svg.classList.add("drag");
        view.x -= (now.x - last.x) / view.scale;
        view.y -= (now.y - last.y) / view.scale;
        look();
      }
    }
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => { fingers.delete(event.pointerId); svg.classList.remove("drag"); };
  svg.addEventListener("pointerup", lift);
  svg.addEventListener("pointercancel", lift);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines_ = event.deltaMode === 1 ? 16 : 1;
    zoom(Math.exp(-event.deltaY * lines_ * 0.0016), event.clientX, event.clientY);
  }, { passive: false });
  byId("zoom-in").addEventListener("click", () => zoom(1.35));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => fit());

  // ---- one node is chosen: its details, its path, its neighbours
  let chosen = "";

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function icon(result) {
    const space = "http://www.w3.org/2000/svg";
    const drawn = document.createElementNS(space, "svg");
    drawn.setAttribute("class", "icon r-" + result);
    drawn.setAttribute("viewBox", "0 0 24 24");
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", data.names[result]);
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", "#s-" + result);
    drawn.append(use);
    return drawn;
  }

  function opener(key) {
    const node = data.nodes[key];
    if (!node) return document.createTextNode(key);
    const button = make("button", { type: "button", class: "open" }, node.title);
    button.addEventListener("click", () => choose(key, true));
    return button;
  }

  function told(kind, attribute, at) {
    if (!kind) return "";
    return make("span", { class: "fine" }, [kind + " by " + attribute, at].filter(Boolean).join(", "));
  }

  function describe(key) {
    const node = data.nodes[key];
    const close = make("button", { type: "button", class: "close", "aria-label": "Close details" }, "✕");
    close.addEventListener("click", () => { const card = cardOf.get(key); choose(""); if (card) card.focus(); });
    const parts = [
      close,
      make("h2", {}, icon(node.result), make("span", {}, node.title)),
      make("p", { class: "address" }, node.address + (node.root === "." ? "" : " (root " + node.root + ")")),
      make("p", { class: "address" }, node.file),
      make("p", { class: "fine" }, [node.type, node.role].filter(Boolean).join(" · ")),
    ];
    if (node.path.length) {
      parts.push(make("h3", {}, "How health data comes here"));
      parts.push(make("ol", {}, ...node.path.map(([stop, kind, attribute, at]) =>
        make("li", {}, opener(stop), told(kind, attribute, at)))));
    } else {
      parts.push(make("h3", {}, "Why"), make("p", { class: "fine" }, node.why));
    }
    if (node.remarks.length) {
      parts.push(make("h3", {}, "Findings"));
      parts.push(make("ul", { class: "plain" }, ...node.remarks.map(([result, rules, message]) =>
        make("li", {}, icon(result), " ", make("b", {}, rules), " " + message))));
    }
    if (node.layers.length) {
      const body = make("tbody", {}, ...node.layers.map(([layer, result, places]) => make("tr", {},
        make("th", { scope: "row" }, layer),
        make("td", {}, icon(result), " ", [...new Set(places.map((at) => at[0] + ", " + at[1]))].join(" · ")))));
      parts.push(make("h3", {}, "The six layers"), make("table", {}, body));
    }
    const links = data.links.filter((link) => link[0] === key || link[1] === key);
    if (links.length) {
      parts.push(make("h3", {}, "Edges"));
      const most = 40;
      parts.push(make("ul", { class: "plain" }, ...links.slice(0, most).map(([from, to, kind, attribute, carries, reason, at]) =>
        make("li", {}, (from === key ? "→ " : "← "), opener(from === key ? to : from), told(kind, attribute, at),
          carries ? "" : make("span", { class: "fine" }, "no health data: " + reason)))));
      if (links.length > most) parts.push(make("p", { class: "fine" }, "and " + (links.length - most) + " more"));
    }
    details.replaceChildren(...parts);
  }

  function choose(key, closer) {
    if (chosen) {
      const before = cardOf.get(chosen);
      if (before) before.setAttribute("aria-pressed", "false");
      rowOf.get(chosen).classList.remove("now");
    }
    chosen = key;
    details.hidden = !key;
    svg.classList.toggle("chosen", Boolean(key));
    const way = key ? data.nodes[key].path.map((stop) => stop[0]) : [];
    const near = new Set(key ? [key, ...way] : []);
    if (key) for (const link of data.links) {
      if (link[0] === key) near.add(link[1]);
      if (link[1] === key) near.add(link[0]);
    }
    for (const card of cards) card.classList.toggle("near", near.has(card.dataset.key));
    for (const line of lines) {
      const { source, target } = line.dataset;
      const at = way.indexOf(source), next = way.indexOf(target);
      const on = at >= 0 && next >= 0 && Math.abs(at - next) === 1;
      line.classList.toggle("way", on);
      line.classList.toggle("near", on || source === key || target === key);
    }
    if (!key) return;
    describe(key);
    details.scrollTop = 0;
    const row = rowOf.get(key);
    row.classList.add("now");
    const list = row.closest(".list");
    if (list.scrollHeight > list.clientHeight) list.scrollTop = row.offsetTop - list.clientHeight / 3;
    const card = cardOf.get(key);
    if (card) {
      card.setAttribute("aria-pressed", "true");
      if (closer) bring(card, true);
      stopAt(card);
    }
  }

  svg.addEventListener("click", (event) => {
    if (moved > 4) return;
    const card = event.target.closest(".node");
    if (card) { choose(card.dataset.key); card.focus({ preventScroll: true }); } else choose("");
  });
  byId("list").addEventListener("click", (event) => {
    const button = event.target.closest("button.open");
    if (button) {
      choose(button.closest("tr").dataset.key, true);
      details.focus({ preventScroll: innerWidth > 900 });
    }
  });

  // ---- keyboard: the drawing is one stop of the tab key, the arrows go along the flow
  function stopAt(card) {
    for (const other of svg.querySelectorAll('.node[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    card.setAttribute("tabindex", "0");
  }

  function roam() {
    const now = svg.querySelector('.node[tabindex="0"]');
    if (now && !now.classList.contains("off")) return;
    const first = cards.find((card) => !card.classList.contains("off"));
    if (first) stopAt(first);
  }

  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function neighbour(card, key) {
    const [dx, dy] = ways[key];
    const here = placeOf(card);
    const linked = new Set(data.links.flatMap((link) => link[0] === card.dataset.key ? [link[1]]
      : link[1] === card.dataset.key ? [link[0]] : []));
    let best = null, least = Infinity;
    for (const other of cards) {
      if (other === card || other.classList.contains("off")) continue;
      const at = placeOf(other);
      const along = (at.x - here.x) * dx + (at.y - here.y) * dy;
      const aside = Math.abs((at.x - here.x) * dy) + Math.abs((at.y - here.y) * dx);
      if (along <= 1 || (dy && aside > along * 3)) continue;
      const far = along + 2 * aside - (dx && linked.has(other.dataset.key) ? 1e6 : 0);
      if (far < least) { least = far; best = other; }
    }
    return best;
  }

  svg.addEventListener("keydown", (event) => {
    const card = event.target.closest && event.target.closest(".node");
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in ways) {
      const next = neighbour(card, event.key);
      event.preventDefault();
      if (next) { stopAt(next); next.focus({ preventScroll: true }); bring(next, false); }
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(card.dataset.key === chosen ? "" : card.dataset.key);
    }
  });
  svg.addEventListener("focusin", (event) => {
    const card = event.target.closest(".node");
    if (card && card.matches(":focus-visible")) bring(card, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && chosen) {
      const card = cardOf.get(chosen);
      choose("");
      if (card && !event.target.closest("input, select")) card.focus({ preventScroll: true });
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "+" || event.key === "=") zoom(1.35);
    else if (event.key === "-") zoom(1 / 1.35);
    else if (event.key === "0") fit();
    else if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
  });

  // ---- start
  function focusOnShown() {
    const some = [...shown];
    if (some.length && some.length < cards.length) fit(some);
    else fit();
  }
  let waiting = 0;
  byId("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { filter(); focusOnShown(); }, 120);
  });
  for (const id of ["layer", "hoster", "region"]) {
    byId(id).addEventListener("change", () => { filter(); if (id !== "layer") focusOnShown(); });
  }
  for (const chip of document.querySelectorAll(".chip")) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("resize", look);
  filter();
  fit();
  if (view.scale < FAR) {
    // Too much for one look: begin at its beginning, large enough to be read.
    view.scale = 0.66;
    view.x = view.y = -size.margin;
    look();
  }
  document.documentElement.classList.add("ready");
})();
