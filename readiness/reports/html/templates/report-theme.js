// The theme, before anything is painted.
"use strict";

const THEMES = ["automatic", "light", "dark"];

/** @returns {string} the theme that was chosen last, if the page may remember anything */
function rememberedTheme() {
  try {
    return localStorage.getItem("readiness-theme") ?? "automatic";
  } catch {
    return "automatic";
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
  try {
    localStorage.setItem("readiness-theme", theme);
  } catch {
    // it lasts as long as the page
  }
}

document.documentElement.classList.add("js");
applyTheme(rememberedTheme());
