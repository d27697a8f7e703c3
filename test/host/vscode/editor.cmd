@node "%~dp0editor.mjs" %*
