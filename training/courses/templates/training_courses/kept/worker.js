{% load static %}// Made by the portal: which files the lessons on this device are shown with.
const SHELF = "{% url 'courses:shelf' %}";
const FRAME_FILES = [
  "{% static 'vendor/bootstrap/bootstrap.min.css' %}",
  "{% static 'vendor/bootstrap-icons/bootstrap-icons.min.css' %}",
  "{% static 'vendor/bootstrap-icons/fonts/bootstrap-icons.woff2' %}",
  "{% static 'css/theme.css' %}",
  "{% static 'css/frame.css' %}",
  "{% static 'css/components.css' %}",
  "{% static 'css/training.css' %}",
  "{% static 'css/training-courses.css' %}",
  "{% static 'js/theme.js' %}",
  "{% static 'js/training/kept.js' %}",
  new URL("keeping.js", new URL("{% static 'js/training/kept.js' %}", location)).pathname,
  SHELF,
];
importScripts("{% static 'js/training/offline-worker.js' %}");
