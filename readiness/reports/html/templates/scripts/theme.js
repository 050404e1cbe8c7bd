// The theme, before anything is painted.
"use strict";

const THEMES = ["automatic", "light", "dark"];

/** @param {string} key @param {string} fallback */
function remembered(key, fallback) {
  try {
    return localStorage.getItem(key) ?? fallback;
  } catch {
    return fallback; // a page from a file may have nowhere to remember anything
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it lasts as long as the page
  }
}

/** @param {string} theme */
function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  if (button) button.textContent = `Theme: ${theme}`;
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? "automatic";
  const theme = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  applyTheme(theme);
  remember("readiness-theme", theme);
}

document.documentElement.classList.add("js");
applyTheme(remembered("readiness-theme", "automatic"));
