@echo off
rem Finds a Python 3.11 to 3.14 of 64 bits and hands over to prepare.py, unless all is ready.
rem
rem   prepare NEED            (run or test: see prepare.py)
setlocal
set "here=%~dp0"
set "inside=%here%..\.venv\Scripts\python.exe"
if exist "%inside%" (
    "%inside%" -E -s "%here%prepare.py" --quick %* 2>nul && exit /b 0
)
set "suits=import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15) and sys.maxsize > 2**32))"
for %%p in ("py -3.13" "py -3.12" "py -3.14" "py -3.11" "python" "python3") do (
    %%~p -c "%suits%" >nul 2>nul && (
        %%~p -E -s "%here%prepare.py" %*
        goto end
    )
)
echo FamEdit needs Python 3.11 to 3.14 of 64 bits, and there is none here.>&2
echo This one command installs it; then open a new window and run this again:>&2
echo.>&2
echo     winget install --exact --id Python.Python.3.13>&2
echo.>&2
exit /b 3
:end
exit /b %errorlevel%
